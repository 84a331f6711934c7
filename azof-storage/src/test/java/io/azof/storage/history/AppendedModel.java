package io.azof.storage.history;

import io.azof.storage.Lakehouse;
import io.azof.storage.fixture.RandomTable;
import io.azof.storage.fixture.ReadRule;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TimeRange;
import io.azof.storage.write.TableWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a table of version 1 of the format is when rows have been appended to it: what it would be
 * without them, overlaid with them, the last of a key and event time first.
 */
final class AppendedModel {
  private static final long FIRST_MILLIS = EventTime.parse("0001-01-01").epochMillis();

  /** A row that was appended; without values it says that the key is gone. */
  private record Appended(String key, long eventTimeMillis, @Nullable Long id) {}

  private final Random random;
  private final RandomTable table;
  private final Instant now;
  private final Snapshot old;
  private final List<Appended> rows;
  private final long version;

  /** A table to which nothing has been appended yet. */
  AppendedModel(Random random, RandomTable table, Instant now) {
    this(random, table, now, table.snapshot(), List.of(), table.snapshot().version());
  }

  private AppendedModel(
      Random random,
      RandomTable table,
      Instant now,
      Snapshot old,
      List<Appended> rows,
      long version) {
    this.random = random;
    this.table = table;
    this.now = now;
    this.old = old;
    this.rows = rows;
    this.version = version;
  }

  long version() {
    return version;
  }

  List<List<@Nullable Object>> state(AsOf asOf) {
    Map<@Nullable Object, List<@Nullable Object>> state = new LinkedHashMap<>();
    for (List<@Nullable Object> row : ReadRule.state(old, table.rows(), asOf)) {
      state.put(row.get(0), row);
    }
    for (Appended row : newest(asOf).values()) {
      List<@Nullable Object> before = state.get(row.key());
      if (before == null || !(before.get(1) instanceof Long t) || t <= row.eventTimeMillis()) {
        state.remove(row.key());
        if (row.id() != null) {
          state.put(
              row.key(),
              Arrays.asList(row.key(), row.eventTimeMillis(), row.id(), null, null, null));
        }
      }
    }
    return new ArrayList<>(state.values());
  }

  private Map<String, Appended> newest(AsOf asOf) {
    Map<String, Appended> newest = new TreeMap<>();
    for (Appended row : rows) {
      if (row.eventTimeMillis() <= asOf.boundMillis()) {
        newest.merge(row.key(), row, (a, b) -> b.eventTimeMillis() >= a.eventTimeMillis() ? b : a);
      }
    }
    return newest;
  }

  /** Appends some rows to the table: late ones, corrections, deletes. */
  AppendedModel appended(Lakehouse lakehouse, String name, BufferAllocator allocator) {
    Map<String, Appended> more = new LinkedHashMap<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      Appended row = row();
      if (row.eventTimeMillis() >= FIRST_MILLIS && row.eventTimeMillis() <= now.toEpochMilli()) {
        more.put(row.eventTimeMillis() + row.key(), row);
      }
    }
    more.put("new", new Appended("new", now.toEpochMilli(), random.nextLong()));
    List<Appended> shuffled = new ArrayList<>(more.values());
    Collections.shuffle(shuffled, random);
    List<Appended> all = new ArrayList<>(rows);
    all.addAll(shuffled);
    try (TableWriter writer = lakehouse.openWriter(name, allocator)) {
      for (Appended row : shuffled) {
        EventTime time = new EventTime(row.eventTimeMillis());
        if (row.id() == null) {
          writer.delete(row.key(), time);
        } else {
          writer.put(row.key(), time, Map.of("id", row.id()));
        }
      }
      long committed = writer.commit().version();
      return new AppendedModel(random, table, now, opened(old), all, committed);
    }
  }

  private Appended row() {
    List<List<@Nullable Object>> stored =
        table.rows().values().stream().flatMap(List::stream).toList();
    List<Long> times = moments(2).stream().map(AsOf::boundMillis).toList();
    String key = "k" + random.nextInt(3);
    long time = times.get(random.nextInt(times.size()));
    if (!stored.isEmpty() && random.nextInt(4) > 0) {
      List<@Nullable Object> row = stored.get(random.nextInt(stored.size()));
      key = String.valueOf(row.get(0));
      if (row.get(1) instanceof Long millis && random.nextBoolean()) {
        time = millis;
      }
    }
    return new Appended(key, time, random.nextInt(4) == 0 ? null : random.nextLong());
  }

  /** Times at which an answer is likely to be wrong, and the latest. */
  List<AsOf> moments(int count) {
    List<AsOf> moments = new ArrayList<>(table.moments(count));
    if (!rows.isEmpty()) {
      long millis = rows.get(random.nextInt(rows.size())).eventTimeMillis();
      moments.add(AsOf.at(new EventTime(millis + random.nextInt(3) - 1)));
    }
    return moments;
  }

  /**
   * Whether the table can become one of version 2: its roots are apart, and the last of them is
   * open or has nothing outside of its range.
   */
  boolean canBeAppendedTo() {
    List<Segment> roots = table.snapshot().segments();
    return areApart(roots)
        && (roots.stream().anyMatch(root -> root.range().isOpen()) || isSound(last(roots)));
  }

  private static boolean isSound(Segment segment) {
    Stream<TimeRange> inner =
        Stream.concat(
            segment.deltas().stream().map(DeltaFile::range),
            segment.children().stream().map(Segment::range));
    return inner.allMatch(
            range -> start(segment.range()) <= start(range) && end(range) <= end(segment.range()))
        && areApart(segment.children())
        && segment.children().stream().allMatch(AppendedModel::isSound);
  }

  private static boolean areApart(List<Segment> segments) {
    for (int i = 0; i < segments.size(); i++) {
      for (int j = 0; j < i; j++) {
        TimeRange a = segments.get(i).range();
        TimeRange b = segments.get(j).range();
        if (start(a) <= end(b) && start(b) <= end(a)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The state at the end of the last root goes on when rows are appended. */
  private static Snapshot opened(Snapshot snapshot) {
    List<Segment> roots = new ArrayList<>(snapshot.segments());
    if (roots.stream().noneMatch(root -> root.range().isOpen())) {
      Segment last = last(roots);
      roots.set(roots.indexOf(last), opened(last, end(last.range())));
    }
    return new Snapshot(snapshot.version(), snapshot.schema(), roots);
  }

  private static Segment opened(Segment segment, long endMillis) {
    return end(segment.range()) != endMillis
        ? segment
        : segment
            .withRange(new TimeRange(segment.range().start(), null))
            .withChildren(
                segment.children().stream().map(child -> opened(child, endMillis)).toList());
  }

  private static Segment last(List<Segment> roots) {
    return Collections.max(roots, Comparator.comparingLong(root -> end(root.range())));
  }

  private static long start(TimeRange range) {
    return range.start().epochMillis();
  }

  private static long end(TimeRange range) {
    return range.end() == null ? Long.MAX_VALUE : range.end().epochMillis();
  }
}

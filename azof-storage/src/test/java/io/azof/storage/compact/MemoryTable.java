package io.azof.storage.compact;

import io.azof.storage.fixture.Rows;
import io.azof.storage.merge.FilePart;
import io.azof.storage.merge.ListedRows;
import io.azof.storage.merge.MergeSource;
import io.azof.storage.merge.MergedReader;
import io.azof.storage.merge.VersionRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.TimeRange;
import io.azof.storage.scan.PathFile;
import io.azof.storage.scan.SegmentPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A table whose files are lists of rows: as written, and as compactions make them by the same merge
 * that makes data files. Its answers follow the read rule of docs/FORMAT.md to the letter.
 */
final class MemoryTable {
  static final long ROW_BYTES = 100;

  private final BufferAllocator allocator;
  private final Map<String, List<VersionRow>> files = new HashMap<>();
  private List<Segment> roots;
  private long version = 1;
  private long committedAtMillis;
  private @Nullable EventTime floor;

  /** A table of version 2 with one era. */
  MemoryTable(BufferAllocator allocator) {
    this.allocator = allocator;
    EventTime start = EventTime.parse("0001-01-01");
    Segment era = new Segment("first", new TimeRange(start, null), null, List.of(), List.of());
    this.roots =
        List.of(new Segment("root", new TimeRange(start, null), null, List.of(), List.of(era)));
  }

  /** The same table with another tree. */
  void setRoots(List<Segment> newRoots) {
    roots = newRoots;
  }

  long nextVersion() {
    return version + 1;
  }

  List<Segment> roots() {
    return roots;
  }

  List<VersionRow> rows(String file) {
    return Objects.requireNonNull(files.get(file));
  }

  /** From now on nothing before is asked for, and nothing written. */
  void raiseFloor(long millis) {
    floor = new EventTime(Math.max(millis, floorMillis()));
  }

  long floorMillis() {
    return floor == null ? Long.MIN_VALUE : floor.epochMillis();
  }

  /** Moves the clock of the commits. */
  void commitAt(long millis) {
    committedAtMillis = Math.max(committedAtMillis + 1, millis);
  }

  Snapshot snapshot() {
    return new Snapshot(
        version,
        new TableSchema(List.of()),
        roots,
        Map.of(),
        floor,
        new Lineage(
            "t",
            version - 1,
            "c" + version,
            Instant.ofEpochMilli(committedAtMillis),
            Operation.APPEND,
            Map.of(),
            version,
            List.of()));
  }

  /** A file with facts, or without, as version 1 has it. */
  DataFile file(Collection<VersionRow> rows, boolean withFacts) {
    String name = "f" + files.size();
    List<VersionRow> sorted = new ArrayList<>(rows);
    sorted.sort(VersionRow.FILE_ORDER);
    files.put(name, sorted);
    return new DataFile(name, withFacts ? facts(sorted) : null);
  }

  /** Commits rows as a writer does: each to the lowest open segment that starts before it. */
  void append(List<VersionRow> rows) {
    version++;
    commitAt(0);
    long next = Long.MAX_VALUE;
    for (int depth = openChain().size() - 1; depth >= 0; depth--) {
      Segment segment = openChain().get(depth);
      long from = depth == 0 ? Long.MIN_VALUE : SegmentTree.startMillis(segment);
      long to = next;
      addDelta(segment, rows.stream().filter(r -> r.millis() >= from && r.millis() < to).toList());
      next = from;
    }
  }

  /** The open segments, from the root to the leaf. */
  List<Segment> openChain() {
    List<Segment> chain = new ArrayList<>();
    Optional<Segment> open = Optional.of(roots.get(0));
    while (open.isPresent()) {
      chain.add(open.get());
      open = open.get().children().stream().filter(s -> s.range().isOpen()).findFirst();
    }
    return chain;
  }

  private void addDelta(Segment segment, List<VersionRow> rows) {
    if (!rows.isEmpty()) {
      Optional<DataFile> file = Optional.of(file(rows, true));
      roots =
          SegmentTree.replace(
              roots,
              segment,
              s ->
                  s.withDeltas(
                      SegmentTree.exchanged(s.deltas(), List.of(), SegmentTree.delta(file))));
    }
  }

  FileMeasures measures() {
    Map<String, FileMeasure> measures = new HashMap<>();
    files.forEach(
        (name, rows) -> {
          if (!rows.isEmpty()) {
            measures.put(name, FileMeasure.of(facts(rows)));
          }
        });
    return new FileMeasures(measures);
  }

  /** Carries a plan out; in between, somebody else may commit. */
  void carryOut(CompactionPlan plan, Runnable between) {
    List<Optional<DataFile>> made = new ArrayList<>();
    for (FileTask task : plan.tasks()) {
      List<VersionRow> rows = carryOut(task);
      made.add(rows.isEmpty() ? Optional.empty() : Optional.of(file(rows, true)));
    }
    between.run();
    roots = plan.apply(roots, made);
    version++;
    commitAt(0);
  }

  private List<VersionRow> carryOut(FileTask task) {
    List<MergeSource> sources = new ArrayList<>();
    for (FilePart input : task.inputs()) {
      List<VersionRow> rows = rows(input.file().name());
      sources.add(
          new MergeSource(
              input.file().name(),
              child -> new ListedRows(rows, 3, true, child),
              input.file().minSequence(),
              input.minMillis(),
              input.maxMillis(),
              input.emits()));
    }
    List<VersionRow> made = new ArrayList<>();
    try (MergedReader reader =
        MergedReader.open(
            sources, task.rule(), task.deletesFromMillis(), ListedRows.schema(true), allocator)) {
      for (List<@Nullable Object> row : Rows.read(reader)) {
        made.add(ListedRows.row(row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return made;
  }

  /** The state by the read rule: key, event time, text. */
  List<List<@Nullable Object>> state(AsOf asOf) {
    Map<String, VersionRow> winners = new LinkedHashMap<>();
    for (PathFile file : SegmentPath.of(snapshot(), asOf).files()) {
      for (VersionRow row : rows(file.name())) {
        if (row.millis() <= asOf.boundMillis()) {
          winners.merge(row.key(), row, (a, b) -> isNewer(b, a) ? b : a);
        }
      }
    }
    return shown(winners);
  }

  static boolean isNewer(VersionRow row, VersionRow other) {
    return row.millis() > other.millis()
        || (row.millis() == other.millis() && row.sequence() > other.sequence());
  }

  static List<List<@Nullable Object>> shown(Map<String, VersionRow> winners) {
    return new TreeMap<>(winners)
        .values().stream()
            .filter(row -> !row.deleted())
            .map(row -> Rows.row(row.key(), row.millis(), row.text()))
            .toList();
  }

  private static FileFacts facts(List<VersionRow> rows) {
    return new FileFacts(
        rows.size(),
        rows.size() * ROW_BYTES,
        rows.get(0).key(),
        rows.get(rows.size() - 1).key(),
        new EventTime(rows.stream().mapToLong(VersionRow::millis).min().orElseThrow()),
        new EventTime(rows.stream().mapToLong(VersionRow::millis).max().orElseThrow()),
        rows.stream().filter(VersionRow::deleted).count(),
        false,
        rows.stream().mapToLong(VersionRow::sequence).min().orElseThrow(),
        rows.stream().mapToLong(VersionRow::sequence).max().orElseThrow(),
        1,
        "00000000");
  }
}

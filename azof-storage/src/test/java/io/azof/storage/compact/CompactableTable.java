package io.azof.storage.compact;

import io.azof.storage.Lakehouse;
import io.azof.storage.merge.VersionRow;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import io.azof.storage.snapshot.RetryPause;
import io.azof.storage.write.TableWriter;
import io.azof.storage.write.WriteSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A table for which there is something to compact, as the objects of a store and as the list of its
 * rows.
 *
 * @param objects never changed
 * @param rows all that were committed, with the version that brought each
 */
public record CompactableTable(ObjectStore objects, List<VersionRow> rows) {
  public static final String NAME = "t";

  private static final TableSchema SCHEMA =
      new TableSchema(List.of(new Column("text", ColumnType.STRING, true)));
  private static final Map<String, String> EAGER =
      Map.of(
          "compaction.delta-files-max", "1",
          "compaction.late-files-max", "0",
          "compaction.late-ratio", "0",
          "compaction.era-rows-min", "12",
          "compaction.base-ratio", "0.7");
  private static final int COMMITS_MAX = 20;
  private static final int RETAINED = 2;

  /** With ids and times of its own, the same each time. */
  static Lakehouse open(ObjectStore store, String ids) {
    AtomicLong id = new AtomicLong();
    AtomicLong seconds = new AtomicLong();
    return Lakehouse.open(
        store,
        new WriteSettings(
            () -> Instant.parse("2024-01-01T00:00:00Z").plusSeconds(seconds.incrementAndGet()),
            () -> ids + id.incrementAndGet(),
            RetryPause.NONE,
            64L << 20,
            1));
  }

  /**
   * A table with a segment that ended before a time, and some versions to let go of or to roll back
   * to, of which the oldest has not all of the rows.
   */
  public static CompactableTable withEraBefore(EventTime time, BufferAllocator allocator) {
    return made(
        allocator,
        lakehouse -> isAppendedAfterEra(lakehouse.table(NAME).snapshot(), time),
        "segment that ended before " + time);
  }

  private static boolean isAppendedAfterEra(Snapshot snapshot, EventTime time) {
    return snapshot.lineage() != null
        && snapshot.lineage().operation().equals(Operation.APPEND)
        && snapshot.allSegments().anyMatch(segment -> endsBefore(segment, time));
  }

  private static boolean endsBefore(Segment segment, EventTime time) {
    EventTime end = segment.range().end();
    return end != null && end.compareTo(time) < 0;
  }

  /**
   * A table whose next plan has such a step.
   *
   * @param step the name of its class
   */
  static CompactableTable withNext(String step, BufferAllocator allocator) {
    return made(allocator, lakehouse -> hasNext(lakehouse, step), "plan with a " + step);
  }

  private static boolean hasNext(Lakehouse lakehouse, String step) {
    return lakehouse.compactor().plan(NAME).steps().stream()
        .anyMatch(next -> next.getClass().getSimpleName().equals(step));
  }

  private static CompactableTable made(
      BufferAllocator allocator, Predicate<Lakehouse> isReady, String what) {
    MemoryObjectStore store = new MemoryObjectStore();
    CompactableTable table = new CompactableTable(store, new ArrayList<>());
    try (Lakehouse lakehouse = open(store, "b")) {
      lakehouse.createTable(NAME, SCHEMA, EAGER);
      for (int commit = 1; commit <= COMMITS_MAX; commit++) {
        table.append(lakehouse, allocator, 4 * commit, commit);
        for (int plan = 0; plan < 4; plan++) {
          if (isReady.test(lakehouse)) {
            letGoOfAllButAFewVersions(lakehouse);
            return table;
          }
          long version = lakehouse.table(NAME).version();
          lakehouse
              .compactor()
              .compact(NAME, allocator, () -> lakehouse.table(NAME).version() > version);
        }
      }
    }
    throw new AssertionError("no table came about with a " + what);
  }

  private static void letGoOfAllButAFewVersions(Lakehouse lakehouse) {
    List<Ancestor> versions = lakehouse.versions(NAME).versions().toList();
    Instant oldest = versions.get(Math.min(RETAINED, versions.size()) - 1).committedAt();
    lakehouse.maintenance().expireVersions(NAME, oldest);
    lakehouse.maintenance().removeGarbage(NAME, Duration.ZERO);
  }

  /** The same table in another store. */
  CompactableTable copyTo(ObjectStore store) {
    for (Listing.Entry object : objects.list(NAME).objects()) {
      String key = NAME + "/" + object.name();
      store.createIfAbsent(key, objects.read(key).orElseThrow().content());
    }
    return new CompactableTable(store, new ArrayList<>(rows));
  }

  /** With another table, so that the store has passed its self-test. */
  static Lakehouse openTried(ObjectStore store, String ids) {
    Lakehouse lakehouse = open(store, ids);
    lakehouse.createTable("other-" + ids, SCHEMA, Map.of());
    return lakehouse;
  }

  /**
   * Commits rows of about that time, some of them late, corrected or deletes; none that is so late
   * that it would be refused.
   */
  void append(Lakehouse lakehouse, BufferAllocator allocator, int now, int salt) {
    EventTime floor = lakehouse.table(NAME).snapshot().eventTimeFloor();
    long millisMin = floor == null ? 0 : floor.epochMillis();
    Map<List<Object>, VersionRow> given = new LinkedHashMap<>();
    try (TableWriter writer = lakehouse.openWriter(NAME, allocator)) {
      for (int i = 0; i < 6; i++) {
        String key = "k" + (i * salt + salt) % 7;
        long late = Math.max(millisMin, (now + i * 5L) % now);
        long millis = (i + salt) % 3 == 0 ? late : now + i % 3;
        boolean deleted = (i + salt) % 5 == 0;
        String text = deleted ? null : salt + "-" + i;
        if (deleted) {
          writer.delete(key, new EventTime(millis));
        } else {
          writer.put(key, new EventTime(millis), Collections.singletonMap("text", text));
        }
        given.put(List.of(key, millis), new VersionRow(key, millis, 0, deleted, text, false));
      }
      long version = writer.commit().version();
      for (VersionRow row : given.values()) {
        rows.add(
            new VersionRow(row.key(), row.millis(), version, row.deleted(), row.text(), false));
      }
    }
  }
}

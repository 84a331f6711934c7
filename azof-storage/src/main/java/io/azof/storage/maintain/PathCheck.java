package io.azof.storage.maintain;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.maintain.PathRows.PathInput;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.scan.PathFile;
import io.azof.storage.scan.SegmentPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Whether the files that are read together fit together: no row stands in two of them, and at every
 * boundary between segments the state that goes on is the one that was there. What was found right
 * in one version is not read again for another.
 */
final class PathCheck {
  private final String table;
  private final Map<String, SoundFile> sound;
  private final DuckDb duckDb;
  private final BufferAllocator allocator;
  private final Faults faults;
  private final FileCheck fileCheck;
  private final Set<List<Object>> done = new HashSet<>();

  /**
   * @param sound the files whose rows can be relied on, by name
   */
  PathCheck(
      String table,
      Map<String, SoundFile> sound,
      DuckDb duckDb,
      BufferAllocator allocator,
      Faults faults,
      FileCheck fileCheck) {
    this.table = table;
    this.sound = Map.copyOf(sound);
    this.duckDb = duckDb;
    this.allocator = allocator;
    this.faults = faults;
    this.fileCheck = fileCheck;
  }

  void check(Snapshot snapshot) {
    NavigableSet<Long> boundaries = boundaries(snapshot);
    for (Long start : boundaries) {
      Long next = boundaries.higher(start);
      checkUnique(snapshot, next == null ? AsOf.LATEST : AsOf.at(new EventTime(next - 1)));
      checkBoundary(snapshot, start);
    }
  }

  /** Where the path changes: the starts of segments, and the milliseconds after their ends. */
  private static NavigableSet<Long> boundaries(Snapshot snapshot) {
    NavigableSet<Long> boundaries = new TreeSet<>();
    snapshot
        .allSegments()
        .forEach(
            segment -> {
              boundaries.add(segment.range().start().epochMillis());
              EventTime end = segment.range().end();
              if (end != null) {
                boundaries.add(end.epochMillis() + 1);
              }
            });
    return boundaries;
  }

  private void checkUnique(Snapshot snapshot, AsOf asOf) {
    List<SoundFile> files = new ArrayList<>();
    for (PathFile file : SegmentPath.of(snapshot, asOf).files()) {
      Optional.ofNullable(sound.get(file.name()))
          .filter(found -> found.listed().file().facts() != null)
          .ifPresent(files::add);
    }
    for (List<SoundFile> group : Overlaps.groups(files)) {
      if (done.add(List.of("unique", names(group)))) {
        checkUnique(snapshot, group);
      }
    }
  }

  private void checkUnique(Snapshot snapshot, List<SoundFile> group) {
    Optional<PathRows> path = rows("f", group, snapshot.schema(), List.of());
    if (path.isEmpty()) {
      return;
    }
    PathRows rows = path.get();
    String sql =
        "SELECT k, t, s, 0::BIGINT AS side FROM ("
            + rows.sql()
            + ") GROUP BY k, t, s HAVING count(*) > 1 ORDER BY k, t LIMIT 1";
    first(sql, rows.inputs())
        .ifPresent(
            row ->
                faults.add(
                    FaultKind.ROW_TWICE_ON_PATH,
                    snapshot.version(),
                    ObjectNames.snapshot(table, snapshot.version()),
                    "Of the data files "
                        + names(group)
                        + ", which are read together, two have "
                        + row));
  }

  private void checkBoundary(Snapshot snapshot, long startMillis) {
    AsOf before = AsOf.at(new EventTime(startMillis - 1));
    AsOf after = AsOf.at(new EventTime(startMillis));
    List<Segment> ended = covering(snapshot.segments(), before);
    List<Segment> begun = covering(snapshot.segments(), after);
    ended.removeAll(covering(snapshot.segments(), after));
    begun.removeAll(covering(snapshot.segments(), before));
    if (!isComparable(ended, begun)) {
      return;
    }
    Optional<List<SoundFile>> old = files(snapshot, before, startMillis);
    Optional<List<SoundFile>> fresh = files(snapshot, after, startMillis);
    if (old.isEmpty() || fresh.isEmpty()) {
      return;
    }
    EventTime floor = snapshot.eventTimeFloor();
    long floorMillis = floor == null ? Long.MIN_VALUE : floor.epochMillis();
    if (done.add(
        List.of(
            startMillis, names(old.get()), names(fresh.get()), snapshot.schema(), floorMillis))) {
      compare(snapshot, begun, startMillis, floorMillis, old.get(), fresh.get());
    }
  }

  /** What version 1 of the format put beside each other was not made of each other. */
  private static boolean isComparable(List<Segment> ended, List<Segment> begun) {
    if (ended.isEmpty() || begun.isEmpty()) {
      return false;
    }
    boolean hasBase = begun.stream().anyMatch(segment -> segment.base() != null);
    return hasBase
        ? begun.stream()
            .map(Segment::base)
            .filter(Objects::nonNull)
            .allMatch(base -> base.facts() != null)
        : ended.stream().flatMap(Segment::files).anyMatch(file -> file.facts() != null);
  }

  private static List<Segment> covering(List<Segment> segments, AsOf asOf) {
    List<Segment> covering = new ArrayList<>();
    for (Segment segment : segments) {
      if (asOf.isCoveredBy(segment.range())) {
        covering.add(segment);
        covering.addAll(covering(segment.children(), asOf));
      }
    }
    return covering;
  }

  /** The files on the path that can have rows before a time; empty when one is not sound. */
  private Optional<List<SoundFile>> files(Snapshot snapshot, AsOf asOf, long beforeMillis) {
    List<SoundFile> files = new ArrayList<>();
    for (PathFile file : SegmentPath.of(snapshot, asOf).files()) {
      SoundFile found = sound.get(file.name());
      if (found == null) {
        return Optional.empty();
      }
      FileFacts facts = found.listed().file().facts();
      if (facts == null || facts.minEventTime().epochMillis() < beforeMillis) {
        files.add(found);
      }
    }
    return Optional.of(files);
  }

  private void compare(
      Snapshot snapshot,
      List<Segment> begun,
      long startMillis,
      long floorMillis,
      List<SoundFile> old,
      List<SoundFile> fresh) {
    TableSchema schema = snapshot.schema();
    Optional<PathRows> before = rows("b", old, schema, schema.columns());
    Optional<PathRows> after = rows("a", fresh, schema, schema.columns());
    if (before.isPresent() && after.isPresent()) {
      Map<String, QueryInput> inputs = new HashMap<>(before.get().inputs());
      inputs.putAll(after.get().inputs());
      first(difference(before.get(), after.get(), startMillis - 1, floorMillis), inputs)
          .ifPresent(row -> addWrong(snapshot, begun, row));
    }
  }

  /** Empty when a file does not have the columns of that schema. */
  private Optional<PathRows> rows(
      String name, List<SoundFile> files, TableSchema schema, List<Column> columns) {
    List<PathInput> inputs = new ArrayList<>();
    for (SoundFile file : files) {
      fileCheck
          .schema(file.listed(), schema, file.footer())
          .ifPresent(found -> inputs.add(new PathInput(file, found)));
    }
    return inputs.size() == files.size()
        ? Optional.of(new PathRows(name, inputs, columns))
        : Optional.empty();
  }

  private static String difference(
      PathRows before, PathRows after, long boundMillis, long floorMillis) {
    List<String> sides = new ArrayList<>();
    if (!before.files().isEmpty()) {
      sides.add("SELECT *, 1 AS side FROM (" + before.newest(boundMillis) + ")");
    }
    if (!after.files().isEmpty()) {
      sides.add("SELECT *, -1 AS side FROM (" + after.newest(boundMillis) + ")");
    }
    return "SELECT k, t, s, side FROM (SELECT * EXCLUDE (side), sum(side)::BIGINT AS side FROM ("
        + String.join(" UNION ALL ", sides)
        + ") WHERE NOT (d AND t <= "
        + floorMillis
        + ") GROUP BY ALL) WHERE side <> 0 ORDER BY k, t LIMIT 1";
  }

  private void addWrong(Snapshot snapshot, List<Segment> begun, DifferentRow row) {
    String object =
        begun.stream()
            .map(Segment::base)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .reduce((higher, lower) -> lower)
            .map(base -> ObjectNames.dataFile(table, base.name()))
            .orElse(ObjectNames.snapshot(table, snapshot.version()));
    faults.add(
        FaultKind.BASE_WRONG,
        snapshot.version(),
        object,
        "Segment \""
            + begun.get(begun.size() - 1).id()
            + "\" begins "
            + (row.side() > 0 ? "without " : "with ")
            + row
            + (row.side() > 0 ? ", which was valid until then" : ", which was not valid then"));
  }

  private Optional<DifferentRow> first(String sql, Map<String, QueryInput> inputs) {
    try (ArrowReader reader = duckDb.openQuery(allocator, sql, inputs, List.of())) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        if (batch.getRowCount() > 0) {
          return Optional.of(
              new DifferentRow(
                  ((VarCharVector) batch.getVector(0)).getObject(0).toString(),
                  ((BigIntVector) batch.getVector(1)).get(0),
                  ((BigIntVector) batch.getVector(2)).get(0),
                  ((BigIntVector) batch.getVector(3)).get(0)));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new AzofException(ErrorCode.INTERNAL, "The check failed: " + e.getMessage(), e);
    }
  }

  private static String names(List<SoundFile> files) {
    return files.stream()
        .map(file -> "\"" + file.listed().name() + "\"")
        .collect(Collectors.joining(", "));
  }

  /**
   * @param side positive when the row was there before a boundary and not after it
   */
  private record DifferentRow(String key, long eventTimeMillis, long sequence, long side) {
    @Override
    public String toString() {
      return "the row of key \""
          + key
          + "\" at "
          + new EventTime(eventTimeMillis)
          + " of sequence "
          + sequence;
    }
  }
}

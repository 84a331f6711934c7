package io.azof.storage.maintain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.azof.storage.fixture.FixtureColumn;
import io.azof.storage.fixture.FixtureColumn.Kind;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.maintain.VersionedTable.Row;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TimeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One fault of each kind, planted into a table that has none. */
final class PlantedFaults {
  private final VersionedTable table;
  private final TableEdits edits;
  private final Random random;

  PlantedFaults(VersionedTable table, Random random) {
    this.table = table;
    this.edits = new TableEdits(table);
    this.random = random;
  }

  /** Plants a fault; false when the table has no place for it. */
  boolean plant(FaultKind kind) {
    return switch (kind) {
      case VERSION_UNREADABLE -> always(() -> table.put("version.txt", "seven"));
      case SNAPSHOT_MISSING -> ancestor(v -> table.delete("s" + v.version() + ".json"));
      case SNAPSHOT_UNREADABLE -> ancestor(v -> table.put("s" + v.version() + ".json", "{"));
      case CHAIN_BROKEN -> ancestor(this::orphan);
      case TABLE_ID_DIFFERS ->
          ancestor(v -> edits.json(v.version(), top -> top.put("table_id", "table-2")));
      case COMMIT_TIME_NOT_LATER -> ancestor(this::postdate);
      case COMMIT_ID_REPEATED -> ancestor(this::repeatCommit);
      case SCHEMA_RENUMBERED -> ancestor(v -> edits.json(v.version(), this::dropColumnId));
      case FILE_MISNAMED -> file(f -> f.name().contains("-commit"), this::renameFile);
      case RETAINED_FROM_LOWERED -> ancestor(this::forget);
      case EVENT_TIME_FLOOR_LOWERED -> ancestor(this::raiseFloor);
      case HISTORY_WRONG -> ancestor(v -> renameInHistory(v.version()));
      case FEATURE_UNDECLARED -> anyVersion(this::dropFeature);
      case TREE_MISPLACED -> anyVersion(this::moveTree);
      case SEGMENTS_OVERLAP ->
          segment(s -> s.id().startsWith("era") && isClosed(s), s -> ending(s, end(s) + 1));
      case SEGMENTS_GAP -> anyVersion(this::openGap);
      case CHILD_OUTSIDE_PARENT ->
          segment(s -> s.id().startsWith("leaf") && isClosed(s), s -> ending(s, end(s) + 1));
      case DELTA_OUTSIDE_SEGMENT ->
          delta((s, d) -> !d.isPatch(), (s, d) -> starting(d, s.range().start().epochMillis() - 1));
      case PATCH_MISPLACED ->
          delta((s, d) -> d.isPatch(), (s, d) -> starting(d, d.range().start().epochMillis() - 1));
      case FACTS_OUTSIDE_RANGE ->
          delta(
              (s, d) -> !d.isPatch() && isLong(d.range()),
              (s, d) -> starting(d, d.range().start().epochMillis() + 1));
      case FILE_LISTED_TWICE ->
          segment(s -> !s.deltas().isEmpty(), s -> withDelta(s, s.deltas().get(0)));
      case FACTS_DIFFER -> anyVersion(this::disagree);
      case SCHEMA_UNKNOWN ->
          file(PlantedFaults::any, f -> facts(f, node -> node.put("schema_id", 2)));
      case SEQUENCE_ABOVE_VERSION ->
          file(
              f -> f.minSequence() == f.maxSequence(),
              f -> facts(f, node -> node.put("min_seq", 99).put("max_seq", 99)));
      case FILE_MISSING -> file(PlantedFaults::any, f -> table.delete(f.name()));
      case FILE_SIZE_WRONG -> file(PlantedFaults::any, f -> table.put(f.name(), longer(f)));
      case FILE_UNREADABLE -> file(PlantedFaults::any, f -> table.put(f.name(), withoutMagic(f)));
      case FILE_COLUMNS_WRONG -> file(PlantedFaults::any, this::renameColumn);
      case ROWS_WRONG ->
          file(
              PlantedFaults::any,
              f -> facts(f, node -> node.put("rows", node.path("rows").asLong() + 1)));
      case EVENT_TIMES_WRONG -> file(f -> isLong(times(f)), this::shiftTimes);
      case CHECKSUM_WRONG ->
          file(PlantedFaults::any, f -> facts(f, node -> node.put("crc32c", "00000000")));
      case KEYS_WRONG -> file(PlantedFaults::any, f -> facts(f, node -> node.put("max_key", "z")));
      case DELETES_WRONG -> file(f -> deletes(f) > 0, this::hideDelete);
      case NULLS_WRONG -> file(PlantedFaults::any, f -> facts(f, node -> node.put("nulls", true)));
      case SEQUENCES_WRONG ->
          file(this::hasSequences, f -> facts(f, node -> node.put("min_seq", 0)));
      case ROWS_UNSORTED -> file(f -> rows(f).size() > 1, this::reverse);
      case ROW_REPEATED -> file(PlantedFaults::any, this::repeat);
      case ROW_INCOMPLETE -> file(this::hasSequences, this::withoutSequence);
      case DELETE_WITH_VALUES -> file(f -> deletes(f) > 0, this::valueInDelete);
      case ROW_TWICE_ON_PATH -> anyVersion(this::listAgain);
      case BASE_WRONG -> file(f -> f.name().startsWith("base") && !isAllGone(f), this::otherState);
    };
  }

  private static boolean always(Runnable edit) {
    edit.run();
    return true;
  }

  private static boolean any(DataFile file) {
    return file.facts() != null;
  }

  // versions

  private interface VersionEdit {
    void edit(Snapshot version);
  }

  private interface VersionTry {
    boolean edit(Snapshot version);
  }

  /** Of a version between the first and the current one. */
  private boolean ancestor(VersionEdit edit) {
    List<Snapshot> versions = table.versions();
    if (versions.size() < 3) {
      return false;
    }
    edit.edit(versions.get(1 + random.nextInt(versions.size() - 2)));
    return true;
  }

  private boolean anyVersion(VersionTry edit) {
    List<Snapshot> versions = new ArrayList<>(table.versions());
    Collections.shuffle(versions, random);
    return versions.stream().anyMatch(edit::edit);
  }

  private void orphan(Snapshot version) {
    edits.json(
        version.version(),
        top -> {
          top.remove("parent");
          top.putArray("history");
        });
  }

  private void postdate(Snapshot version) {
    String time = "1970-01-01T01:00:00.000Z";
    edits.json(version.version(), top -> top.put("committed_at", time));
    edits.everyJson(
        top -> inHistory(top, version.version()).ifPresent(a -> a.put("committed_at", time)));
  }

  private void repeatCommit(Snapshot version) {
    long parent = Objects.requireNonNull(version.lineage()).parent();
    edits.json(version.version(), top -> top.put("commit_id", "commit-" + parent));
  }

  private void dropColumnId(ObjectNode top) {
    ((ObjectNode) top.path("schema")).put("last_column_id", 9);
  }

  private void forget(Snapshot version) {
    edits.json(
        version.version(),
        top -> {
          top.put("retained_from", version.version());
          top.putArray("history");
        });
  }

  private void raiseFloor(Snapshot version) {
    table.write(
        new Snapshot(
            version.version(),
            version.schema(),
            version.segments(),
            version.properties(),
            new EventTime(0),
            version.lineage()));
  }

  private void renameInHistory(long version) {
    long current = table.current().version();
    edits.json(
        current,
        top -> inHistory(top, version).ifPresent(ancestor -> ancestor.put("operation", "other")));
  }

  private static Optional<ObjectNode> inHistory(ObjectNode top, long version) {
    for (JsonNode ancestor : top.path("history")) {
      if (ancestor.path("version").asLong() == version) {
        return Optional.of((ObjectNode) ancestor);
      }
    }
    return Optional.empty();
  }

  private boolean dropFeature(Snapshot version) {
    boolean[] dropped = {false};
    edits.json(
        version.version(),
        top -> {
          ArrayNode features = (ArrayNode) top.path("reader_features");
          if (features.size() > 1) { // or the tree would be out of place as well
            features.remove(random.nextInt(features.size()));
            dropped[0] = true;
          }
        });
    return dropped[0];
  }

  private boolean moveTree(Snapshot version) {
    edits.json(
        version.version(),
        top -> {
          String from = top.has("tree") ? "tree" : "segments";
          JsonNode tree = top.remove(from);
          top.set(from.equals("tree") ? "segments" : "tree", tree);
        });
    return true;
  }

  // segments

  private interface SegmentEdit {
    Segment edit(Segment segment);
  }

  private interface DeltaTest {
    boolean holds(Segment segment, DeltaFile delta);
  }

  private interface DeltaEdit {
    DeltaFile edit(Segment segment, DeltaFile delta);
  }

  private boolean segment(Predicate<Segment> test, SegmentEdit edit) {
    return anyVersion(
        version -> {
          List<Segment> fitting = version.allSegments().filter(test).toList();
          if (fitting.isEmpty()) {
            return false;
          }
          Segment chosen = fitting.get(random.nextInt(fitting.size()));
          edits.segments(version.version(), s -> s.id().equals(chosen.id()) ? edit.edit(s) : s);
          return true;
        });
  }

  private boolean delta(DeltaTest test, DeltaEdit edit) {
    return segment(
        segment -> segment.deltas().stream().anyMatch(delta -> test.holds(segment, delta)),
        segment -> {
          List<DeltaFile> deltas = new ArrayList<>(segment.deltas());
          List<DeltaFile> fitting =
              deltas.stream().filter(delta -> test.holds(segment, delta)).toList();
          DeltaFile chosen = fitting.get(random.nextInt(fitting.size()));
          deltas.set(deltas.indexOf(chosen), edit.edit(segment, chosen));
          return with(segment, segment.range(), deltas);
        });
  }

  private boolean openGap(Snapshot version) {
    List<Segment> closed =
        version
            .allSegments()
            .filter(s -> s.id().startsWith("era") && isClosed(s) && isLong(s.range()))
            .filter(s -> s.walk().flatMap(Segment::files).findAny().isPresent())
            .filter(s -> s.walk().flatMap(w -> w.deltas().stream()).allMatch(d -> endsBefore(d, s)))
            .toList();
    if (closed.isEmpty()) {
      return false;
    }
    Segment chosen = closed.get(random.nextInt(closed.size()));
    edits.segments(
        version.version(),
        s ->
            s.range().end() != null && Objects.equals(s.range().end(), chosen.range().end())
                ? ending(s, end(s) - 1)
                : s);
    return true;
  }

  private static boolean endsBefore(DeltaFile delta, Segment segment) {
    return Objects.requireNonNull(delta.range().end()).epochMillis() < end(segment);
  }

  private static boolean isClosed(Segment segment) {
    return !segment.range().isOpen();
  }

  private static long end(Segment segment) {
    return Objects.requireNonNull(segment.range().end()).epochMillis();
  }

  private static boolean isLong(TimeRange range) {
    return range.end() != null && range.end().compareTo(range.start()) > 0;
  }

  private static Segment ending(Segment segment, long endMillis) {
    TimeRange range = new TimeRange(segment.range().start(), new EventTime(endMillis));
    return with(segment, range, segment.deltas());
  }

  private static Segment with(Segment segment, TimeRange range, List<DeltaFile> deltas) {
    return new Segment(segment.id(), range, segment.base(), deltas, segment.children());
  }

  private static Segment withDelta(Segment segment, DeltaFile delta) {
    return with(
        segment,
        segment.range(),
        Stream.concat(segment.deltas().stream(), Stream.of(delta)).toList());
  }

  private static DeltaFile starting(DeltaFile delta, long startMillis) {
    TimeRange range = new TimeRange(new EventTime(startMillis), delta.range().end());
    return new DeltaFile(delta.file(), range, delta.isPatch());
  }

  /** Adds a second file with a row of another one. */
  private boolean listAgain(Snapshot version) {
    Optional<Segment> segment =
        version.allSegments().filter(s -> !s.deltas().isEmpty()).findFirst();
    segment.ifPresent(
        chosen -> {
          DeltaFile delta = chosen.deltas().get(0);
          String name =
              "delta-b" + Objects.requireNonNull(version.lineage()).parent() + "-again.parquet";
          DataFile file = table.write(name, rows(delta.file()).subList(0, 1));
          DeltaFile again = new DeltaFile(file, delta.range(), delta.isPatch());
          edits.segments(
              version.version(), s -> s.id().equals(chosen.id()) ? withDelta(s, again) : s);
        });
    return segment.isPresent();
  }

  // files

  private interface FileEdit {
    void edit(DataFile file);
  }

  private boolean file(Predicate<DataFile> test, FileEdit edit) {
    List<DataFile> fitting =
        table.versions().stream().flatMap(Snapshot::files).distinct().filter(test).toList();
    if (fitting.isEmpty()) {
      return false;
    }
    edit.edit(fitting.get(random.nextInt(fitting.size())));
    return true;
  }

  private void facts(DataFile file, java.util.function.Consumer<ObjectNode> edit) {
    edits.facts(file.name(), edit);
  }

  private boolean disagree(Snapshot version) {
    Optional<DataFile> shared =
        version
            .files()
            .filter(f -> table.versions().stream().filter(v -> lists(v, f)).count() > 1)
            .findFirst();
    shared.ifPresent(
        f -> edits.facts(version.version(), f.name(), node -> node.put("crc32c", "00000000")));
    return shared.isPresent();
  }

  private static boolean lists(Snapshot version, DataFile file) {
    return version.files().anyMatch(file::equals);
  }

  private List<Row> rows(DataFile file) {
    return table.rows(file.name());
  }

  private static long deletes(DataFile file) {
    return Objects.requireNonNull(file.facts()).deletes();
  }

  private boolean hasSequences(DataFile file) {
    return file.minSequence() != file.maxSequence();
  }

  private static TimeRange times(DataFile file) {
    return new TimeRange(
        Objects.requireNonNull(file.facts()).minEventTime(), file.facts().maxEventTime());
  }

  private byte[] longer(DataFile file) {
    byte[] content = table.content(file.name());
    return java.util.Arrays.copyOf(content, content.length + 1);
  }

  private byte[] withoutMagic(DataFile file) {
    byte[] content = table.content(file.name());
    content[content.length - 1] = 0;
    return content;
  }

  private void renameColumn(DataFile file) {
    List<FixtureColumn> columns = FixtureColumn.after(FixtureColumn.optional("other", Kind.INT64));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows(file).forEach(row -> rows.add(Rows.row(row.key(), row.eventTimeMillis(), row.n())));
    edits.content(file.name(), ParquetFixture.of(columns, rows).bytes());
  }

  private void renameFile(DataFile file) {
    String name = file.name().replaceFirst("-b\\d+-", "-b99-");
    table.put(name, table.content(file.name()));
    edits.everyJson(
        top ->
            top.findParents("file").stream()
                .filter(place -> place.path("file").asText().equals(file.name()))
                .forEach(place -> ((ObjectNode) place).put("file", name)));
  }

  private void shiftTimes(DataFile file) {
    long min = times(file).start().epochMillis();
    facts(file, node -> node.put("min_event_time", new EventTime(min + 1).toString()));
  }

  private void hideDelete(DataFile file) {
    long stated = deletes(file);
    facts(file, node -> node.put("deletes", stated == 1 ? 0 : stated - 1));
  }

  private void reverse(DataFile file) {
    List<Row> reversed = new ArrayList<>(rows(file));
    Collections.reverse(reversed);
    edits.rows(file.name(), reversed);
  }

  private void repeat(DataFile file) {
    List<Row> rows = rows(file);
    edits.rows(file.name(), Stream.concat(Stream.of(rows.get(0)), rows.stream()).toList());
  }

  private void withoutSequence(DataFile file) {
    edits.content(file.name(), VersionedTable.parquet(rows(file), true));
  }

  private void valueInDelete(DataFile file) {
    List<Row> rows = new ArrayList<>(rows(file));
    rows.replaceAll(
        row ->
            row.deleted()
                ? new Row(row.key(), row.eventTimeMillis(), row.sequence(), true, 1L)
                : row);
    edits.rows(file.name(), rows);
  }

  private boolean isAllGone(DataFile file) {
    return rows(file).stream().allMatch(Row::deleted);
  }

  /** Another value in a row of the base, which a reader cannot see to be wrong. */
  private void otherState(DataFile file) {
    List<Row> rows = new ArrayList<>(rows(file));
    Row changed = rows.stream().filter(row -> !row.deleted()).findFirst().orElseThrow();
    rows.set(
        rows.indexOf(changed),
        Row.put(
            changed.key(),
            changed.eventTimeMillis(),
            changed.sequence(),
            Objects.requireNonNull(changed.n()) + 1));
    edits.rows(file.name(), rows);
  }

  /** The same small table each time, with a place for every fault. */
  static VersionedTable sample(io.azof.storage.objectstore.ObjectStore store) {
    VersionedTable table = new VersionedTable(store);
    List<Row> rows = new ArrayList<>();
    RowLayout first = new RowLayout(List.of(), 0, false, true);
    table.commit(Operation.CREATE, first.segments(table, rows));
    rows.addAll(List.of(Row.put("a", 10, 2, 1), Row.put("b", 20, 2, 2), Row.put("c", 40, 2, 3)));
    table.commit(Operation.APPEND, first.segments(table, rows));
    rows.addAll(List.of(Row.delete("a", 30, 3), Row.put("d", 50, 3, 4)));
    table.commit(Operation.APPEND, first.segments(table, rows));
    RowLayout eras = new RowLayout(List.of(45L), 3, false, true);
    table.commit(Operation.COMPACT, eras.segments(table, rows));
    rows.addAll(List.of(Row.put("b", 60, 5, 5), Row.delete("c", 70, 5)));
    table.commit(Operation.APPEND, eras.segments(table, rows));
    rows.addAll(List.of(Row.put("a", 20, 6, 6), Row.put("e", 35, 6, 7), Row.put("d", 80, 6, 8)));
    table.commit(Operation.APPEND, eras.segments(table, rows));
    RowLayout folded = new RowLayout(List.of(45L), 3, true, true);
    table.commit(Operation.COMPACT, folded.segments(table, rows));
    return table;
  }
}

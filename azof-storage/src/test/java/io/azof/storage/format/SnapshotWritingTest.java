package io.azof.storage.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.TimeRange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SnapshotWritingTest {
  private static final Lineage LINEAGE =
      new Lineage(
          "table-1",
          6,
          "commit-7",
          Instant.ofEpochMilli(7_000),
          Operation.APPEND,
          Map.of("rows", "2"),
          5,
          List.of(
              new Ancestor(6, Instant.ofEpochMilli(6_000), Operation.COMPACT),
              new Ancestor(5, Instant.ofEpochMilli(5_000), Operation.CREATE)));

  private static final TableSchema PLAIN =
      new TableSchema(List.of(new Column("n", ColumnType.INT, false)));

  private static final TableSchema EVOLVED =
      new TableSchema(
          3,
          9,
          List.of(
              new Column(2, "net", ColumnType.decimal(18, 4), true, "n", 1, null, "net income"),
              new Column(9, "kind", ColumnType.STRING, true, "kind#9", 3, "unknown", null)));

  @Test
  void whatIsWrittenIsReadBack() {
    Snapshot snapshot =
        new Snapshot(
            7,
            EVOLVED,
            List.of(
                segment(
                    new DataFile("base.parquet", facts(false, 0)),
                    delta("d1.parquet", facts(true, 1), 10, 20, false),
                    delta("d2.parquet", null, 15, 30, false),
                    delta("p.parquet", facts(false, 0), 0, 0, true))),
            Map.of("compaction.base-ratio", "2.0"),
            new EventTime(-5),
            LINEAGE);

    assertThat(SnapshotJson.parse("t/s7.json", 7, SnapshotJson.write(snapshot)))
        .isEqualTo(snapshot);
  }

  @Test
  void readersOfVersion1FindTheTreeOnlyWhereTheyReadItRight() {
    Snapshot readable = snapshot(PLAIN, delta("d.parquet", facts(false, 0), 10, 20, false));
    Snapshot withDeletes = snapshot(PLAIN, delta("d.parquet", facts(false, 1), 10, 20, false));

    assertThat(text(readable)).contains("\"segments\"", "\"reader_features\" : [ ]");
    assertThat(text(withDeletes))
        .contains("\"tree\"", "\"reader_features\" : [ \"deletes\" ]")
        .doesNotContain("\"segments\"");
  }

  @Test
  void deltasThatOverlapAreAFeature() {
    DeltaFile first = delta("d1.parquet", facts(false, 0), 10, 20, false);

    assertThat(
            SnapshotFeatures.of(
                snapshot(PLAIN, first, delta("d2.parquet", facts(false, 0), 21, 30, false))))
        .isEmpty();
    assertThat(
            SnapshotFeatures.of(
                snapshot(PLAIN, first, delta("d2.parquet", facts(false, 0), 20, 30, false))))
        .containsExactly("overlapping-deltas");
  }

  @Test
  void nullsNewTypesAndChangedColumnsAreFeatures() {
    assertThat(
            SnapshotFeatures.of(snapshot(PLAIN, delta("d.parquet", facts(true, 0), 10, 20, false))))
        .containsExactly("nulls");
    assertThat(SnapshotFeatures.of(snapshot(EVOLVED, segment(null))))
        .containsExactly("evolved-columns", "types");
  }

  @Test
  void deltasAboveChildrenAreAFeature() {
    Segment root =
        new Segment(
            "root",
            new TimeRange(new EventTime(-100), null),
            null,
            List.of(delta("late.parquet", facts(false, 0), -5, -5, false)),
            List.of(segment(null)));

    assertThat(SnapshotFeatures.of(snapshot(PLAIN, root))).containsExactly("late-rows");
  }

  private static Snapshot snapshot(TableSchema schema, DeltaFile first, DeltaFile... others) {
    return snapshot(
        schema,
        segment(
            null, Stream.concat(Stream.of(first), Stream.of(others)).toArray(DeltaFile[]::new)));
  }

  private static Snapshot snapshot(TableSchema schema, Segment root) {
    return new Snapshot(7, schema, List.of(root), Map.of(), null, LINEAGE);
  }

  private static Segment segment(@Nullable DataFile base, DeltaFile... deltas) {
    return new Segment(
        "era", new TimeRange(new EventTime(0), null), base, List.of(deltas), List.of());
  }

  private static DeltaFile delta(
      String name, @Nullable FileFacts facts, long startMillis, long endMillis, boolean patch) {
    TimeRange range = new TimeRange(new EventTime(startMillis), new EventTime(endMillis));
    return new DeltaFile(new DataFile(name, facts), range, patch);
  }

  private static FileFacts facts(boolean nulls, long deletes) {
    return new FileFacts(
        10,
        1_000,
        "a",
        "z",
        new EventTime(10),
        new EventTime(20),
        deletes,
        nulls,
        2,
        7,
        1,
        "00ff12ab");
  }

  private static String text(Snapshot snapshot) {
    return new String(SnapshotJson.write(snapshot), StandardCharsets.UTF_8);
  }
}

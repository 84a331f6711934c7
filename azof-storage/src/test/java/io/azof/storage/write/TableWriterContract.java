package io.azof.storage.write;

import static io.azof.storage.write.WriterFixture.SCHEMA;
import static io.azof.storage.write.WriterFixture.TABLE;
import static io.azof.storage.write.WriterFixture.time;
import static io.azof.storage.write.WriterFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Table;
import io.azof.storage.fixture.GivenRows;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.TimeRange;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.parquet.ArrowColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a writer does with rows that are as they should be; on every store. */
abstract class TableWriterContract {
  private WriterFixture fixture;

  /** A store without objects. */
  protected abstract ObjectStore store();

  @BeforeEach
  void open() {
    fixture = new WriterFixture(store());
  }

  @AfterEach
  void leavesNothing() {
    fixture.close();
  }

  @Test
  void aNewTableHasOneOpenEraAndNoRows() {
    Table table = fixture.lakehouse.createTable(TABLE, SCHEMA, Map.of("a", "b"));
    TimeRange always = new TimeRange(EventTime.parse("0001-01-01"), null);
    assertThat(table.snapshot().segments())
        .containsExactly(
            new Segment(
                "root",
                always,
                null,
                List.of(),
                List.of(new Segment("era-1", always, null, List.of(), List.of()))));
    assertThat(table.version()).isEqualTo(1);
    assertThat(table.schema()).isEqualTo(SCHEMA);
    assertThat(table.snapshot().properties()).isEqualTo(Map.of("a", "b"));
    Lineage lineage = Objects.requireNonNull(table.snapshot().lineage());
    assertThat(lineage.operation()).isEqualTo(Operation.CREATE);
    assertThat(lineage.parent()).isZero();
    assertThat(fixture.lakehouse.tableNames()).containsExactly(TABLE);
    assertThat(fixture.stored().rows()).isEmpty();
  }

  @Test
  void rowsOfACommitAreOneFileOfTheOpenEra() {
    fixture.create();
    CommitSummary summary;
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("b", time(20), values("B", 2));
      writer.put("a", time(10), values(null, 1));
      writer.put("a", time(30), values("A", 3));
      summary = writer.commit();
    }
    assertThat(fixture.stored().texts())
        .containsExactly("era-1: a@30#2 [A, 3]", "era-1: a@10#2 [null, 1]", "era-1: b@20#2 [B, 2]");
    Snapshot snapshot = fixture.stored().snapshot();
    DeltaFile delta = snapshot.segments().get(0).children().get(0).deltas().get(0);
    assertThat(delta.range()).isEqualTo(new TimeRange(time(10), time(30)));
    assertThat(delta.name()).matches("delta-b1-[0-9a-f-]{36}\\.parquet");
    assertThat(summary).isEqualTo(new CommitSummary(2, 3, 0, 0, 0, List.of(delta.file())));
    Lineage lineage = Objects.requireNonNull(snapshot.lineage());
    assertThat(lineage.operation()).isEqualTo(Operation.APPEND);
    assertThat(lineage.summary())
        .isEqualTo(
            Map.of("rows", "3", "deletes", "0", "late_rows", "0", "duplicates", "0", "files", "1"));
  }

  @Test
  void theLastRowGivenOfAKeyAndEventTimeIsKept() {
    fixture.create();
    CommitSummary summary;
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(10), values("first", 1));
      writer.delete("b", time(10));
      writer.put("a", time(10), values("second", 2));
      writer.put("b", time(10), values("b", 3));
      writer.put("a", time(10), values("third", 4));
      writer.put("c", time(10), values("c", 5));
      writer.delete("c", time(10));
      summary = writer.commit();
    }
    assertThat(fixture.stored().texts())
        .containsExactly(
            "era-1: a@10#2 [third, 4]", "era-1: b@10#2 [b, 3]", "era-1: c@10#2 deleted");
    assertThat(summary.rows()).isEqualTo(3);
    assertThat(summary.deletes()).isEqualTo(1);
    assertThat(summary.duplicates()).isEqualTo(4);
  }

  @Test
  void aCorrectionIsARowOfAHigherSequence() {
    fixture.create();
    fixture.commit("a", 10, 1);
    fixture.commit("a", 10, 2);
    assertThat(fixture.stored().texts())
        .containsExactly("era-1: a@10#2 [x, 1]", "era-1: a@10#3 [x, 2]");
  }

  @Test
  void nothingIsCommittedWithoutRows() throws IOException {
    fixture.create();
    try (TableWriter writer = fixture.openWriter()) {
      assertThat(writer.commit()).isEqualTo(new CommitSummary(1, 0, 0, 0, 0, List.of()));
    }
    try (TableWriter writer = fixture.openWriter();
        ArrowReader none = GivenRows.open(SCHEMA, List.of(), 10, fixture.allocator)) {
      writer.write(none);
      writer.write(none);
      assertThat(writer.commit().files()).isEmpty();
    }
    assertThat(fixture.stored().snapshot().version()).isEqualTo(1);
    assertThat(objects()).containsExactly("s1.json", "version.txt");
  }

  @Test
  void aWriterThatIsClosedWithoutCommitLeavesTheTableAsItWas() throws IOException {
    fixture.create();
    try (TableWriter writer = fixture.openWriter();
        ArrowReader rows = reader(List.of(row("a", 1, "x", 1L)))) {
      writer.write(rows);
      writer.put("b", time(2), values("x", 2));
    }
    assertThat(objects()).containsExactly("s1.json", "version.txt");
  }

  @Test
  void aReaderAloneStreamsIntoTheFile() throws IOException {
    fixture.create();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      rows.add(row("k" + (i * 7919) % 50_000, i, i % 2 == 0 ? null : "t" + i, (long) i));
    }
    CommitSummary summary;
    try (TableWriter writer = fixture.openWriter();
        ArrowReader reader = GivenRows.open(SCHEMA, rows, 1_000, fixture.allocator)) {
      writer.write(reader);
      summary = writer.commit();
    }
    assertThat(summary.rows()).isEqualTo(50_000);
    assertThat(summary.files()).hasSize(1);
    assertThat(fixture.stored().rows()).hasSize(50_000);
  }

  @Test
  void rowsOfAllKindsOfCallsAreTakenInTheirOrder() throws IOException {
    fixture.create();
    CommitSummary summary;
    try (TableWriter writer = fixture.openWriter();
        ArrowReader first = reader(List.of(row("a", 1, "reader", 1L), row("a", 1, "again", 2L)));
        ArrowReader second = reader(List.of(row("b", 1, "reader", 5L)));
        ArrowReader third = reader(List.of(row("b", 1, "batch", 7L)))) {
      writer.write(first);
      writer.put("a", time(1), values("put", 3));
      writer.put("b", time(1), values("put", 4));
      writer.write(second);
      writer.put("b", time(1), values("put", 6));
      assertThat(third.loadNextBatch()).isTrue();
      writer.write(third.getVectorSchemaRoot());
      writer.delete("c", time(1));
      summary = writer.commit();
    }
    assertThat(fixture.stored().texts())
        .containsExactly(
            "era-1: a@1#2 [put, 3]", "era-1: b@1#2 [batch, 7]", "era-1: c@1#2 deleted");
    assertThat(summary.duplicates()).isEqualTo(5);
  }

  @Test
  void aBatchCanBeUsedAgainOnceItIsWritten() {
    fixture.create();
    Schema columns = columns("key", "event_time", "number");
    try (TableWriter writer = fixture.openWriter();
        VectorSchemaRoot batch = VectorSchemaRoot.create(columns, fixture.allocator)) {
      for (long i = 0; i < 3; i++) {
        fill(batch, i);
        writer.write(batch);
      }
      batch.clear();
      writer.commit();
    }
    assertThat(fixture.stored().texts())
        .containsExactly(
            "era-1: k@2#2 [null, 2]", "era-1: k@1#2 [null, 1]", "era-1: k@0#2 [null, 0]");
  }

  private static void fill(VectorSchemaRoot batch, long i) {
    batch.allocateNew();
    ((VarCharVector) batch.getVector("key")).setSafe(0, new Text("k"));
    ((TimeStampMilliTZVector) batch.getVector("event_time")).setSafe(0, i);
    ((BigIntVector) batch.getVector("number")).setSafe(0, i);
    batch.setRowCount(1);
  }

  @Test
  void columnsComeByTheirNamesInAnyOrder() throws IOException {
    fixture.create();
    Schema columns = columns("number", "_deleted", "event_time", "text", "key");
    try (TableWriter writer = fixture.openWriter();
        ArrowReader rows =
            GivenRows.open(
                columns,
                List.of(
                    Rows.row(1L, false, 10L, "A", "a"),
                    Rows.row(2L, true, 20L, "B", "a"),
                    Rows.row(3L, null, 30L, null, "a"),
                    Rows.row(null, true, 40L, null, "a")),
                3,
                fixture.allocator)) {
      writer.write(rows);
      writer.commit();
    }
    assertThat(fixture.stored().texts())
        .containsExactly(
            "era-1: a@40#2 deleted",
            "era-1: a@30#2 [null, 3]",
            "era-1: a@20#2 deleted",
            "era-1: a@10#2 [A, 1]");
  }

  @Test
  void aFileWithoutTombstonesHasNoColumnForThem() throws IOException {
    fixture.create();
    try (TableWriter writer = fixture.openWriter();
        ArrowReader rows =
            GivenRows.open(
                columns("key", "event_time", "_deleted", "number"),
                List.of(Rows.row("a", 1L, false, 1L)),
                1,
                fixture.allocator)) {
      writer.write(rows);
      writer.commit();
    }
    assertThat(fixture.stored().columns(0)).containsExactly("key", "event_time", "text", "number");
    try (TableWriter writer = fixture.openWriter()) {
      writer.delete("a", time(2));
      writer.commit();
    }
    assertThat(fixture.stored().columns(1))
        .containsExactly("key", "event_time", "text", "number", "_deleted");
  }

  @Test
  void columnsThatAreLeftOutHaveTheirDefault() throws IOException {
    TableSchema schema =
        new TableSchema(
            List.of(
                new Column("n", ColumnType.INT, true),
                new Column(0, "d", ColumnType.DATE, false, "d", 1, "2024-02-29", null),
                new Column(0, "s", ColumnType.STRING, true, "s", 1, "İ", null)));
    fixture.lakehouse.createTable(TABLE, schema, Map.of());
    try (TableWriter writer = fixture.openWriter();
        ArrowReader rows =
            GivenRows.open(
                columns("key", "event_time"),
                List.of(Rows.row("a", 1L), Rows.row("b", 1L)),
                5,
                fixture.allocator)) {
      writer.write(rows);
      writer.put("c", time(1), Map.of("s", "given"));
      writer.delete("d", time(1));
      writer.commit();
    }
    assertThat(fixture.stored().texts())
        .containsExactly(
            "era-1: a@1#2 [null, 19782, İ]",
            "era-1: b@1#2 [null, 19782, İ]",
            "era-1: c@1#2 [null, 19782, given]",
            "era-1: d@1#2 deleted");
  }

  @Test
  void keysAreSortedByTheirBytes() {
    fixture.create();
    List<String> keys = List.of("", "\0", "A", "a", "a\0", "ab", "é", "ı", "\uFFFD", "🦆");
    try (TableWriter writer = fixture.openWriter()) {
      for (int i = keys.size() - 1; i >= 0; i--) {
        writer.put(keys.get(i), time(1), values("x", i));
      }
      writer.commit();
    }
    assertThat(fixture.stored().rows()).extracting(StoredTable.StoredRow::key).isEqualTo(keys);
  }

  @Test
  void manyRowsGoToDiskBeforeTheyAreSorted() {
    fixture.create();
    String text = "x".repeat(1_000);
    CommitSummary summary;
    try (TableWriter writer = fixture.openWriter()) {
      for (int i = 0; i < 40_000; i++) {
        writer.put("k" + i % 30_000, time(i / 30_000), values(text, i));
      }
      summary = writer.commit();
    }
    assertThat(summary.rows()).isEqualTo(40_000);
    assertThat(fixture.stored().rows()).hasSize(40_000);
  }

  @Test
  void aWriterIsForOneCommit() {
    fixture.create();
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(1), values("x", 1));
      writer.commit();
      assertThatIllegalStateException().isThrownBy(writer::commit);
      assertThatIllegalStateException().isThrownBy(() -> writer.delete("a", time(1)));
    }
    assertThat(fixture.stored().rows()).hasSize(1);
  }

  @Test
  void twoWritersBothCommit() {
    fixture.create();
    try (TableWriter one = fixture.openWriter();
        TableWriter two = fixture.openWriter()) {
      one.put("a", time(1), values("one", 1));
      two.put("a", time(1), values("two", 2));
      assertThat(two.commit().version()).isEqualTo(2);
      assertThat(one.commit().version()).isEqualTo(3);
    }
    assertThat(fixture.stored().texts())
        .containsExactly("era-1: a@1#2 [two, 2]", "era-1: a@1#3 [one, 1]");
    assertThat(fixture.stored().snapshot().files())
        .extracting(file -> file.name().substring(0, 8))
        .containsExactly("delta-b1", "delta-b2");
  }

  @Test
  void aTableExistsOnce() {
    fixture.create();
    assertThatThrownBy(fixture::create)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_EXISTS));
  }

  private List<String> objects() {
    return fixture.store.list(TABLE).objects().stream().map(Listing.Entry::name).toList();
  }

  private ArrowReader reader(List<List<@Nullable Object>> rows) {
    return GivenRows.open(SCHEMA, rows, 10, fixture.allocator);
  }

  private static List<@Nullable Object> row(
      String key, long millis, @Nullable String text, long number) {
    return Rows.row(key, millis, text, number);
  }

  private static Schema columns(String... names) {
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      ArrowType type =
          switch (name) {
            case "event_time" -> ArrowColumns.arrowType(ColumnType.DATE_TIME);
            case "number" -> ArrowColumns.arrowType(ColumnType.INT);
            case "_deleted" -> ArrowColumns.arrowType(ColumnType.BOOLEAN);
            default -> ArrowColumns.arrowType(ColumnType.STRING);
          };
      fields.add(Field.nullable(name, type));
    }
    return new Schema(fields);
  }
}

package io.azof.storage.write;

import static io.azof.storage.write.WriterFixture.TABLE;
import static io.azof.storage.write.WriterFixture.time;
import static io.azof.storage.write.WriterFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.GivenRows;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.parquet.ArrowColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row that cannot be written is refused by name, and then nothing is committed. */
final class RefusedRowsTest {
  private static final String TOO_FAR =
      " is more than PT24H ahead of this machine's clock, which says 2024-06-01T12:00:00.000Z; if"
          + " that is right, raise the table's property write.max-future";
  private static final String TOO_EARLY =
      " is before 0001-01-01T00:00:00.000Z, the earliest that the table keeps";

  private static final ArrowType TEXT = ArrowColumns.arrowType(ColumnType.STRING);
  private static final ArrowType TIME = ArrowColumns.arrowType(ColumnType.DATE_TIME);
  private static final ArrowType INT = ArrowColumns.arrowType(ColumnType.INT);

  @TempDir private Path folder;
  private WriterFixture fixture;

  @BeforeEach
  void open() {
    fixture = new WriterFixture(new LocalObjectStore(folder));
  }

  @AfterEach
  void nothingWasCommitted() {
    if (fixture.lakehouse.tableNames().contains(TABLE)) {
      assertThat(fixture.stored().snapshot().version()).isEqualTo(1);
    }
    fixture.close();
  }

  @Test
  void aRowWithoutAKey() {
    fixture.create();
    refusesBatch(
        "Row 2 has no key (table \"t\")",
        List.of(Rows.row("a", 1L, "x", 1L), Rows.row(null, 1L, "x", 1L)));
    refusesPut("A row for table \"t\" has no key", null, time(1), values("x", 1));
  }

  @Test
  void aRowWithoutAnEventTime() {
    fixture.create();
    refusesBatch(
        "Row 2, of key \"b\", has no event time (table \"t\")",
        List.of(Rows.row("a", 1L, "x", 1L), Rows.row("b", null, "x", 1L)));
    refusesPut("The row of key \"b\" for table \"t\" has no event time", "b", null, values("x", 1));
  }

  @Test
  void aRowWithoutAValueThatMustBeThere() {
    fixture.create();
    refusesBatch(
        "Row 2, of key \"b\" at 1970-01-01T00:00:00.007Z, has no value in column \"number\", which"
            + " must have one (table \"t\")",
        List.of(Rows.row("a", 1L, "x", 1L), Rows.row("b", 7L, "x", null)));
    Map<String, @Nullable Object> without = new HashMap<>();
    without.put("number", null);
    for (Map<String, @Nullable Object> values :
        List.of(without, new HashMap<String, @Nullable Object>())) {
      refusesPut(
          "The row of key \"b\" for table \"t\" has no value in column \"number\", which must have"
              + " one",
          "b",
          time(7),
          values);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2024-06-02T12:00:00.001Z, true",
    "2024-06-02T12:00:00.000Z, false",
    "9999-12-31T00:00:00.000Z, true"
  })
  void aRowTooFarInTheFuture(String text, boolean refused) {
    fixture.create();
    checkTime(EventTime.parse(text), refused, TOO_FAR);
  }

  @ParameterizedTest
  @CsvSource({"0000-12-31T23:59:59.999Z, true", "0001-01-01T00:00:00.000Z, false"})
  void aRowBeforeTheRoot(String text, boolean refused) {
    fixture.create();
    checkTime(EventTime.parse(text), refused, TOO_EARLY);
  }

  private void checkTime(EventTime time, boolean refused, String reason) {
    if (refused) {
      refusesBatch(
          "Row 1, of key \"a\" at " + time + ", " + reason.strip() + " (table \"t\")",
          List.of(Rows.row("a", time.epochMillis(), "x", 1L)));
      refusesPut(
          "The row of key \"a\" for table \"t\" at " + time + reason, "a", time, values("x", 1));
      try (TableWriter writer = fixture.openWriter()) {
        assertThatThrownBy(() -> writer.delete("a", time)).hasMessageContaining(reason);
      }
    } else {
      try (TableWriter writer = fixture.openWriter()) {
        assertThatCode(() -> writer.put("a", time, values("x", 1))).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void howFarInTheFutureIsASettingOfTheTable() {
    fixture.create(Map.of("write.max-future", "PT0S"));
    refusesPut(
        "The row of key \"a\" for table \"t\" at 2024-06-01T12:00:00.001Z is more than PT0S ahead of"
            + " this machine's clock, which says 2024-06-01T12:00:00.000Z; if that is right, raise"
            + " the table's property write.max-future",
        "a",
        EventTime.parse("2024-06-01T12:00:00.001Z"),
        values("x", 1));
  }

  @Test
  void textThatIsNotUtf8() throws IOException {
    fixture.create();
    refusesBytes("key", new byte[] {'k', (byte) 0xC3}, "x".getBytes(StandardCharsets.UTF_8));
    refusesBytes("text", new byte[] {'k'}, new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80});
    refusesPut(
        "The row of key \"\uD800\" for table \"t\" has \"\uD800\" in column \"key\" of type String,"
            + " which is no text that UTF-8 can hold",
        "\uD800",
        time(1),
        values("x", 1));
  }

  private void refusesBytes(String column, byte[] key, byte[] text) {
    Schema columns = columns(TEXT, ArrowColumns.arrowType(ColumnType.INT));
    try (TableWriter writer = fixture.openWriter();
        VectorSchemaRoot batch = VectorSchemaRoot.create(columns, fixture.allocator)) {
      batch.allocateNew();
      ((VarCharVector) batch.getVector(0)).setSafe(0, key);
      ((TimeStampMilliTZVector) batch.getVector(1)).setSafe(0, 1);
      ((VarCharVector) batch.getVector(2)).setSafe(0, text);
      ((BigIntVector) batch.getVector(3)).setSafe(0, 1);
      batch.setRowCount(1);
      assertThatThrownBy(() -> writer.write(batch))
          .satisfies(e -> isOf(ErrorCode.ARGUMENT_INVALID, e))
          .hasMessageStartingWith("Row 1, of key \"k")
          .hasMessageContaining("has bytes in column \"" + column + "\" that are not UTF-8: \"");
    }
  }

  @Test
  void columnsThatTheTableDoesNotHave() {
    fixture.create();
    refusesColumns(
        ErrorCode.COLUMN_NOT_FOUND,
        "Table \"t\" has no column \"Number\"; it has key, event_time, text, number",
        field("key", TEXT),
        field("event_time", TIME),
        field("number", INT),
        field("Number", INT));
    Map<String, @Nullable Object> values = values("x", 1);
    values.put("numbers", 2);
    try (TableWriter writer = fixture.openWriter()) {
      assertThatThrownBy(() -> writer.put("a", time(1), values))
          .satisfies(e -> isOf(ErrorCode.COLUMN_NOT_FOUND, e))
          .hasMessage(
              "Table \"t\" has no column \"numbers\"; it has key, event_time, text, number");
    }
  }

  @Test
  void columnsThatAreMissingOrThereTwice() {
    fixture.create();
    refusesColumns(
        ErrorCode.ARGUMENT_INVALID,
        "Rows for table \"t\" must have the columns key and event_time; they have key, number",
        field("key", TEXT),
        field("number", INT));
    refusesColumns(
        ErrorCode.ARGUMENT_INVALID,
        "Rows for table \"t\" lack the column \"number\", which must have a value in each; they"
            + " have key, event_time",
        field("key", TEXT),
        field("event_time", TIME));
    refusesColumns(
        ErrorCode.ARGUMENT_INVALID,
        "Rows for table \"t\" have two columns \"number\"",
        field("key", TEXT),
        field("event_time", TIME),
        field("number", INT),
        field("number", INT));
  }

  @Test
  void columnsOfOtherTypes() {
    fixture.create();
    refusesColumns(
        ErrorCode.ARGUMENT_INVALID,
        "Column \"number\" of rows for table \"t\" is of the Arrow type Int(32, true); it must be"
            + " Int(64, true)",
        field("key", TEXT),
        field("event_time", TIME),
        field("number", new ArrowType.Int(32, true)));
    refusesColumns(
        ErrorCode.ARGUMENT_INVALID,
        "Column \"event_time\" of rows for table \"t\" is of the Arrow type Timestamp(MICROSECOND,"
            + " UTC); it must be Timestamp(MILLISECOND, UTC)",
        field("key", TEXT),
        field("event_time", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
        field("number", INT));
  }

  @Test
  void valuesOfOtherTypes() {
    TableSchema schema =
        new TableSchema(
            List.of(
                new Column("i", ColumnType.INT, true),
                new Column("d", ColumnType.decimal(4, 2), true)));
    fixture.lakehouse.createTable(TABLE, schema, Map.of());
    String row = "The row of key \"a\" for table \"t\" has ";
    refusesPut(
        row + "\"1\" in column \"i\" of type Int, which is no Long",
        "a",
        time(1),
        Map.of("i", "1"));
    refusesPut(
        row
            + "\"1.234\" in column \"d\" of type Decimal(4,2), which has more than 2 digits after"
            + " the point",
        "a",
        time(1),
        Map.of("d", new BigDecimal("1.234")));
    refusesPut(
        row + "\"100\" in column \"d\" of type Decimal(4,2), which has more than 4 digits",
        "a",
        time(1),
        Map.of("d", new BigDecimal("100")));
  }

  @Test
  void aDecimalOfABatchThatHasTooManyDigits() throws IOException {
    TableSchema wide = new TableSchema(List.of(new Column("d", ColumnType.decimal(3, 0), true)));
    fixture.lakehouse.createTable(TABLE, wide, Map.of());
    try (TableWriter writer = fixture.openWriter();
        VectorSchemaRoot batch =
            VectorSchemaRoot.create(
                ArrowColumns.schema(wide, wide.columnNames()), fixture.allocator)) {
      batch.allocateNew();
      ((VarCharVector) batch.getVector(0)).setSafe(0, new byte[] {'k'});
      ((TimeStampMilliTZVector) batch.getVector(1)).setSafe(0, 1);
      ((DecimalVector) batch.getVector(2)).setSafe(0, 1000L);
      batch.setRowCount(1);
      assertThatThrownBy(
              () -> {
                writer.write(batch);
                writer.commit();
              })
          .satisfies(e -> isOf(ErrorCode.ARGUMENT_INVALID, e))
          .hasMessageContaining("column \"d\", which has room for 3 digits");
    }
  }

  @Test
  void aWriterThatRefusedARowCanOnlyBeClosed() {
    fixture.create();
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(1), values("x", 1));
      assertThatThrownBy(() -> writer.put("b", time(1), Map.of()))
          .isInstanceOf(AzofException.class);
      assertThatIllegalStateException().isThrownBy(writer::commit);
      assertThatIllegalStateException().isThrownBy(() -> writer.delete("a", time(1)));
    }
  }

  @Test
  void whatAReaderThrows() {
    fixture.create();
    List<List<@Nullable Object>> rows =
        new ArrayList<>(Collections.nCopies(5, Rows.row("a", 1L, "x", 1L)));
    Iterable<List<@Nullable Object>> failing =
        () -> {
          Iterator<List<@Nullable Object>> given = rows.iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return true;
            }

            @Override
            public List<@Nullable Object> next() {
              if (!given.hasNext()) {
                throw new AzofException(ErrorCode.CANCELLED, "no more rows");
              }
              return given.next();
            }
          };
        };
    for (boolean isFirst : List.of(true, false)) {
      try (TableWriter writer = fixture.openWriter();
          ArrowReader reader =
              GivenRows.open(WriterFixture.SCHEMA, failing, 2, fixture.allocator)) {
        if (!isFirst) {
          writer.delete("a", time(1));
        }
        assertThatThrownBy(() -> writer.write(reader))
            .satisfies(e -> isOf(ErrorCode.CANCELLED, e))
            .hasMessage("no more rows");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"_seq", "_deleted", "KEY"})
  void aNewTableWithANameOfASystemColumn(String name) {
    refusesTable(List.of(new Column(name, ColumnType.INT, true)), Map.of(), "\"" + name + "\"");
  }

  @Test
  void aNewTableWithColumnsThatDifferByCaseOnly() {
    refusesTable(
        List.of(new Column("a", ColumnType.INT, true), new Column("A", ColumnType.INT, true)),
        Map.of(),
        "the name of its column \"A\" is that of another one in its data files, but for case");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 day", "-PT1H", ""})
  void aNewTableWithASettingThatCannotBeRead(String maxFuture) {
    refusesTable(
        List.of(),
        Map.of("write.max-future", maxFuture),
        "The property write.max-future is \""
            + maxFuture
            + "\"; it must be an ISO-8601 duration such as PT24H");
  }

  @Test
  void aNewTableWithANameThatIsNone() {
    assertThatThrownBy(() -> fixture.lakehouse.createTable("a/b", WriterFixture.SCHEMA, Map.of()))
        .satisfies(e -> isOf(ErrorCode.ARGUMENT_INVALID, e))
        .hasMessageContaining("a/b");
  }

  private void refusesTable(List<Column> columns, Map<String, String> properties, String reason) {
    assertThatThrownBy(
            () -> fixture.lakehouse.createTable(TABLE, new TableSchema(columns), properties))
        .satisfies(e -> isOf(ErrorCode.ARGUMENT_INVALID, e))
        .hasMessageContaining(reason);
    assertThat(fixture.lakehouse.tableNames()).isEmpty();
  }

  private static Field field(String name, ArrowType type) {
    return Field.nullable(name, type);
  }

  private static Schema columns(ArrowType text, ArrowType number) {
    return new Schema(
        List.of(
            field("key", TEXT),
            field("event_time", TIME),
            field("text", text),
            field("number", number)));
  }

  private void refusesColumns(ErrorCode code, String message, Field... fields) {
    List<@Nullable Object> row = new ArrayList<>(Collections.nCopies(fields.length, null));
    try (TableWriter writer = fixture.openWriter();
        ArrowReader rows =
            GivenRows.open(new Schema(Arrays.asList(fields)), List.of(row), 1, fixture.allocator)) {
      assertThatThrownBy(() -> writer.write(rows))
          .satisfies(e -> isOf(code, e))
          .hasMessage(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refusesBatch(String message, List<List<@Nullable Object>> rows) {
    for (boolean isFirst : List.of(true, false)) {
      try (TableWriter writer = fixture.openWriter();
          ArrowReader reader = GivenRows.open(WriterFixture.SCHEMA, rows, 10, fixture.allocator)) {
        if (!isFirst) {
          writer.delete("a", time(1));
        }
        assertThatThrownBy(() -> writer.write(reader))
            .satisfies(e -> isOf(ErrorCode.ARGUMENT_INVALID, e))
            .hasMessage(message);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void refusesPut(
      String message,
      @Nullable String key,
      @Nullable EventTime time,
      Map<String, ? extends @Nullable Object> values) {
    try (TableWriter writer = fixture.openWriter()) {
      assertThatThrownBy(() -> put(writer, key, time, values))
          .satisfies(e -> isOf(ErrorCode.ARGUMENT_INVALID, e))
          .hasMessage(message);
    }
  }

  @SuppressWarnings("NullAway") // callers from elsewhere are not checked
  private static void put(
      TableWriter writer,
      @Nullable String key,
      @Nullable EventTime time,
      Map<String, ? extends @Nullable Object> values) {
    writer.put(key, time, values);
  }

  private static void isOf(ErrorCode code, Throwable thrown) {
    assertThat(((AzofException) thrown).code()).isEqualTo(code);
  }
}

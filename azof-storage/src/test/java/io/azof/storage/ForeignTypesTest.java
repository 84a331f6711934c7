package io.azof.storage;

import static io.azof.storage.fixture.Rows.row;
import static io.azof.storage.fixture.Tree.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FixtureColumn;
import io.azof.storage.fixture.FixtureColumn.Kind;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.Tree;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Columns of the types of version 2 as writers other than Azof have them. */
final class ForeignTypesTest {
  private static final ColumnType DECIMAL = ColumnType.decimal(9, 2);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {
        "DECIMAL_INT32",
        "DECIMAL_INT64",
        "DECIMAL_BYTES",
        "DECIMAL_FIXED",
        "LEGACY_DECIMAL"
      })
  void decimalsAreReadInEachWayThatParquetStoresThem(Kind kind) throws IOException {
    List<BigDecimal> values =
        List.of(new BigDecimal("-9999999.99"), new BigDecimal("0.00"), new BigDecimal("12.50"));
    write(kind, DECIMAL, null, values.stream().map(value -> stored(kind, value)).toList());
    assertThat(read()).containsExactlyInAnyOrder("[-9999999.99]", "[0.00]", "[12.50]", "[null]");
  }

  private static Object stored(Kind kind, BigDecimal value) {
    BigInteger digits = value.unscaledValue();
    return switch (kind) {
      case DECIMAL_INT32 -> digits.intValueExact();
      case DECIMAL_INT64 -> digits.longValueExact();
      case DECIMAL_BYTES -> digits.toByteArray();
      default ->
          ByteBuffer.allocate(10)
              .putShort((short) (digits.signum() < 0 ? -1 : 0))
              .putLong(digits.longValueExact())
              .array();
    };
  }

  static Stream<Arguments> notes() {
    return Stream.of(
        arguments(Kind.LEGACY_DATE, ColumnType.DATE, new ArrowType.Date(DateUnit.DAY), -1),
        arguments(Kind.DATE, ColumnType.DATE, new ArrowType.Date(DateUnit.MILLISECOND), -1),
        arguments(Kind.DECIMAL_INT64, DECIMAL, new ArrowType.Decimal(9, 2, 256), 7L),
        arguments(Kind.DECIMAL_INT32, DECIMAL, new ArrowType.Decimal(9, 2, 128), 7),
        arguments(Kind.BINARY, ColumnType.BINARY, ArrowType.LargeBinary.INSTANCE, bytes()),
        arguments(Kind.BINARY, ColumnType.BINARY, ArrowType.BinaryView.INSTANCE, bytes()),
        arguments(Kind.BINARY, ColumnType.BINARY, ArrowType.Binary.INSTANCE, bytes()));
  }

  private static byte[] bytes() {
    return new byte[] {0, -1};
  }

  @ParameterizedTest
  @MethodSource("notes")
  void theArrowTypeThatAWriterNotedDoesNotMatter(
      Kind kind, ColumnType type, ArrowType noted, Object value) throws IOException {
    write(kind, type, noted, List.of(value));
    String expected =
        switch (type.kind()) {
          case DATE -> "[-1]";
          case DECIMAL -> "[0.07]";
          default -> "[[0, -1]]";
        };
    assertThat(read()).containsExactlyInAnyOrder(expected, "[null]");
  }

  static Stream<Arguments> otherTypes() {
    return Stream.of(
        arguments(ColumnType.decimal(9, 3), Kind.DECIMAL_INT32, "DECIMAL(9,3)", "DECIMAL(9,2)"),
        arguments(ColumnType.decimal(10, 2), Kind.DECIMAL_INT32, "DECIMAL(10,2)", "DECIMAL(9,2)"),
        arguments(DECIMAL, Kind.INT64, "DECIMAL(9,2)", "INT64"),
        arguments(ColumnType.DOUBLE, Kind.FLOAT, "DOUBLE", "FLOAT"),
        arguments(ColumnType.DOUBLE, Kind.INT64, "DOUBLE", "INT64"),
        arguments(ColumnType.DATE, Kind.INT32, "DATE", "INT32"),
        arguments(ColumnType.DATE, Kind.TIMESTAMP_MILLIS_UTC, "DATE", "TIMESTAMP(MILLIS,UTC)"),
        arguments(ColumnType.BINARY, Kind.STRING, "BYTE_ARRAY", "STRING"),
        arguments(ColumnType.BINARY, Kind.JSON, "BYTE_ARRAY", "JSON"),
        arguments(ColumnType.BINARY, Kind.FIXED_BYTES, "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"));
  }

  @ParameterizedTest
  @MethodSource("otherTypes")
  void aColumnOfAnotherTypeIsRefused(ColumnType type, Kind kind, String expected, String found) {
    write(kind, type, null, List.of());
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_FILE_CORRUPT))
        .hasMessage(
            "Data file \"t/base.parquet\" has another schema than the table: column 3 should be"
                + " \"v\" %s, found \"v\" %s",
            expected, found);
  }

  /** A table of these values and a null. */
  private void write(
      Kind kind, ColumnType type, @Nullable ArrowType noted, List<? extends Object> values) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(row("null", 0L, null));
    values.forEach(value -> rows.add(row("k" + rows.size(), 0L, value)));
    ParquetFixture file =
        ParquetFixture.of(FixtureColumn.after(FixtureColumn.optional("v", kind)), rows);
    if (noted != null) {
      file.metadata("ARROW:schema", Base64.getEncoder().encodeToString(note(noted)));
    }
    LakehouseFixture lakehouse = new LakehouseFixture(folder);
    lakehouse.table(
        "t", Tree.snapshot(List.of(new Column("v", type, true)), segment("base").base()));
    lakehouse.file("t", "base.parquet", file.bytes());
  }

  private static byte[] note(ArrowType type) {
    ArrowType time = new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");
    return new Schema(
            List.of(
                Field.nullable("key", ArrowType.Utf8.INSTANCE),
                Field.nullable("event_time", time),
                Field.nullable("v", type)))
        .serializeAsMessage();
  }

  private List<String> read() throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString());
        ArrowReader reader =
            lakehouse.table("t").scan().select(List.of("v")).openReader(allocator)) {
      List<String> rows = Rows.texts(Rows.read(reader));
      assertThat(reader.getVectorSchemaRoot().getSchema())
          .isEqualTo(lakehouse.table("t").scan().select(List.of("v")).arrowSchema());
      return rows;
    }
  }
}

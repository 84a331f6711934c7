package io.azof.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DuckDbValuesTest {
  private static final ArrowType MICROS_UTC = new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
  private static final ArrowType MICROS = new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
  private static final ArrowType MILLIS_UTC = new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");

  private BufferAllocator allocator;
  private DuckDb duckDb;

  @BeforeEach
  void open(@TempDir Path spill) {
    allocator = new RootAllocator();
    duckDb = DuckDb.open(DuckDbSettings.ofQueries(64L << 20, 2, spill));
  }

  @AfterEach
  void leavesNoMemory() {
    duckDb.close();
    allocator.close();
  }

  static Stream<ArrowType> typesThatStay() {
    return Stream.of(
        ArrowType.Utf8.INSTANCE,
        ArrowType.Binary.INSTANCE,
        ArrowType.Bool.INSTANCE,
        new ArrowType.Int(32, true),
        new ArrowType.Int(64, true),
        new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
        new ArrowType.Decimal(20, 3, 128),
        new ArrowType.Date(DateUnit.DAY),
        new ArrowType.Timestamp(TimeUnit.SECOND, null),
        new ArrowType.Timestamp(TimeUnit.MILLISECOND, null),
        MICROS);
  }

  static Stream<Arguments> typesThatChange() {
    return Stream.of(
        arguments(MILLIS_UTC, MICROS_UTC),
        arguments(new ArrowType.Timestamp(TimeUnit.SECOND, "Asia/Tokyo"), MICROS_UTC),
        arguments(
            new ArrowType.Time(TimeUnit.MILLISECOND, 32),
            new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
        arguments(ArrowType.LargeUtf8.INSTANCE, ArrowType.Utf8.INSTANCE),
        arguments(ArrowType.LargeBinary.INSTANCE, ArrowType.Binary.INSTANCE));
  }

  @ParameterizedTest
  @MethodSource("typesThatStay")
  void keepsTypes(ArrowType type) throws IOException {
    assertThat(typeOf("SELECT v FROM t", type)).isEqualTo(type);
  }

  @ParameterizedTest
  @MethodSource("typesThatChange")
  void changesTypes(ArrowType given, ArrowType result) throws IOException {
    assertThat(typeOf("SELECT v FROM t", given)).isEqualTo(result);
  }

  @Test
  void computesTypes() throws IOException {
    ArrowType integer = new ArrowType.Int(64, true);
    ArrowType fraction = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    assertThat(typeOf("SELECT sum(v) FROM t", integer))
        .isEqualTo(new ArrowType.Decimal(38, 0, 128));
    assertThat(typeOf("SELECT count(v) FROM t", integer)).isEqualTo(integer);
    assertThat(typeOf("SELECT avg(v) FROM t", integer)).isEqualTo(fraction);
    assertThat(typeOf("SELECT v / 2 FROM t", integer)).isEqualTo(integer);
    assertThat(typeOf("SELECT v + INTERVAL 1 DAY FROM t", MICROS)).isEqualTo(MICROS);
    assertThat(typeOf("SELECT v + INTERVAL 1 DAY FROM t", MILLIS_UTC)).isEqualTo(MICROS_UTC);
  }

  @Test
  void seesTimesInUtc() throws IOException {
    assertThat(
            ReadRows.of(
                duckDb.openQuery(
                    allocator,
                    "SELECT epoch_ms(v), CAST(v AS VARCHAR), CAST(v AS TIMESTAMP_MS) FROM t"
                        + " WHERE v >= TIMESTAMP '2019-01-17 00:20:00'",
                    Map.of("t", memory -> oneTime(memory, 1547684400123L)),
                    List.of())))
        .containsExactly(
            List.of(
                1547684400123L,
                "2019-01-17 00:20:00.123+00",
                LocalDateTime.parse("2019-01-17T00:20:00.123")));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE / 999})
  void refusesTimesThatMicrosecondsCannotHold(long millis) {
    assertThatThrownBy(
            () ->
                ReadRows.of(
                    duckDb.openQuery(
                        allocator,
                        "SELECT v FROM t",
                        Map.of("t", memory -> oneTime(memory, millis)),
                        List.of())))
        .satisfies(e -> assertThat(((AzofException) e).code()).isEqualTo(ErrorCode.SQL_INVALID));
  }

  @Test
  void bindsParameters() throws IOException {
    assertThat(
            rows(
                "SELECT ?::BOOLEAN, ?::BIGINT, ?::DOUBLE, ?::DECIMAL(10,2), ?::VARCHAR,"
                    + " ?::TIMESTAMP::VARCHAR, ?::DATE::VARCHAR, ?::DATE::VARCHAR,"
                    + " ?::TIME::VARCHAR, ?::BLOB::VARCHAR, ?::BIGINT IS NULL",
                Arrays.asList(
                    true,
                    Long.MIN_VALUE,
                    0.1,
                    new BigDecimal("1.5E3"),
                    "Iğdır' 🦆",
                    Instant.parse("1868-01-01T00:00:00.123Z"),
                    LocalDate.of(1868, 1, 1),
                    LocalDate.of(2019, 9, 29),
                    LocalTime.of(2, 45, 0, 1000),
                    new byte[] {'a', 0},
                    null)))
        .containsExactly(
            List.of(
                true,
                Long.MIN_VALUE,
                0.1,
                new BigDecimal("1500.00"),
                "Iğdır' 🦆",
                "1868-01-01 00:00:00.123",
                "1868-01-01",
                "2019-09-29",
                "02:45:00.000001",
                "a\\x00",
                true));
  }

  @Test
  void refusesParametersThatItWouldChange() {
    assertThatThrownBy(() -> rows("SELECT ?", List.of(new BigDecimal("1" + "0".repeat(38)))))
        .satisfies(
            e -> assertThat(((AzofException) e).code()).isEqualTo(ErrorCode.ARGUMENT_INVALID));
    assertThatThrownBy(() -> rows("SELECT ?", List.of(new StringBuilder("x"))))
        .satisfies(e -> assertThat(((AzofException) e).code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  private List<List<Object>> rows(String sql, List<? extends @Nullable Object> parameters)
      throws IOException {
    return ReadRows.of(duckDb.openQuery(allocator, sql, Map.of(), parameters));
  }

  private ArrowType typeOf(String sql, ArrowType given) throws IOException {
    Schema schema = new Schema(List.of(Field.nullable("v", given)));
    try (ArrowReader reader =
        duckDb.openQuery(
            allocator,
            sql,
            Map.of("t", memory -> new OneRowReader(memory, schema, null)),
            List.of())) {
      Field field = reader.getVectorSchemaRoot().getSchema().getFields().get(0);
      assertThat(field.isNullable()).isTrue();
      assertThat(reader.loadNextBatch()).isTrue();
      return field.getType();
    }
  }

  private static ArrowReader oneTime(BufferAllocator memory, long millis) {
    return new OneRowReader(memory, new Schema(List.of(Field.nullable("v", MILLIS_UTC))), millis);
  }

  /** One row: nulls, or the time where there is one. */
  private static final class OneRowReader extends ArrowReader {
    private final Schema schema;
    private final @Nullable Long millis;
    private boolean read;

    OneRowReader(BufferAllocator allocator, Schema schema, @Nullable Long millis) {
      super(allocator);
      this.schema = schema;
      this.millis = millis;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      if (read) {
        return false;
      }
      read = true;
      VectorSchemaRoot root = getVectorSchemaRoot();
      root.allocateNew();
      if (millis != null) {
        ((TimeStampMilliTZVector) root.getVector("v")).setSafe(0, millis);
      }
      root.setRowCount(1);
      return true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return schema;
    }
  }
}

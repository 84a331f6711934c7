package io.azof.storage.parquet;

import static io.azof.storage.fixture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.fixture.GivenRows;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of each type, written and read back. */
final class ValueTypesTest {
  private static final int BATCH_ROWS = 700;

  @TempDir private Path folder;
  @TempDir private Path spill;
  private BufferAllocator allocator;
  private DuckDb duckDb;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    duckDb = DuckDb.open(new DuckDbSettings(128L << 20, 2, spill, List.of(folder)));
  }

  @AfterEach
  void leavesNoMemory() {
    duckDb.close();
    allocator.close();
  }

  @Test
  void doublesKeepEveryBit() {
    roundTrip(
        ColumnType.DOUBLE,
        "DOUBLE",
        0.1,
        -0.0,
        0.0,
        1e300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY);
  }

  @Test
  void datesAreDaysOfTheWholeCalendar() {
    roundTrip(
        ColumnType.DATE,
        "DATE",
        0,
        -1,
        day("0001-01-01"),
        day("1582-10-10"),
        day("2024-02-29"),
        day("9999-12-31"),
        day("-4000-01-01"),
        day("+100000-01-01"));
  }

  @Test
  void bytesAreBytes() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    roundTrip(
        ColumnType.BINARY, "BYTE_ARRAY", new byte[0], all, new byte[] {0}, new byte[] {'\\', 'x'});
  }

  @Test
  void decimalsOfEveryPrecisionKeepEveryDigit() {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    Random random = new Random(seed);
    for (int precision = 1; precision <= ColumnType.PRECISION_MAX; precision++) {
      int scale = random.nextInt(precision + 1);
      BigInteger greatest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
      Object[] values = new Object[20];
      values[0] = new BigDecimal(greatest, scale);
      values[1] = new BigDecimal(greatest.negate(), scale);
      values[2] = new BigDecimal(BigInteger.ZERO, scale);
      for (int i = 3; i < values.length; i++) {
        BigInteger digits = new BigInteger(random.nextInt(130), random).mod(greatest);
        values[i] = new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale);
      }
      roundTrip(
          ColumnType.decimal(precision, scale), "DECIMAL(" + precision + "," + scale + ")", values);
    }
  }

  @Test
  void aDecimalOfMoreDigitsThanItsColumnHasIsRefused() {
    for (int precision : List.of(1, 4, 9, 18, 19, 37)) {
      for (int sign : List.of(1, -1)) {
        BigDecimal long1 =
            new BigDecimal(BigInteger.TEN.pow(precision).multiply(BigInteger.valueOf(sign)));
        TableSchema wide = table(ColumnType.decimal(38, 0));
        TableSchema narrow = table(ColumnType.decimal(precision, 0));
        List<List<@Nullable Object>> rows =
            List.of(row("a", 0L, null), row("b", 0L, BigDecimal.ONE), row("c", 0L, long1));
        assertThatThrownBy(
                () ->
                    writer()
                        .write(
                            allocator,
                            memory ->
                                new RetypedReader(
                                    GivenRows.open(wide, rows, BATCH_ROWS, memory),
                                    ArrowColumns.schema(narrow, narrow.columnNames()),
                                    memory),
                            RowOrder.AS_GIVEN,
                            folder.resolve("narrow.parquet"),
                            false))
            .isInstanceOfSatisfying(
                AzofException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
            .hasMessage(
                "Row 3 has %s in column \"v\", which has room for %d digits"
                    .formatted(long1, precision));
      }
    }
  }

  private void roundTrip(ColumnType type, String parquetType, @Nullable Object... values) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      rows.add(row("k%04d".formatted(i), (long) i, values[i % values.length]));
      rows.add(row("n%04d".formatted(i), (long) i, null));
    }
    TableSchema table = table(type);
    for (RowOrder order : List.of(RowOrder.AS_GIVEN, RowOrder.SORTED)) {
      Path file = folder.resolve("t.parquet");
      writer()
          .write(
              allocator,
              memory -> GivenRows.open(table, rows, BATCH_ROWS, memory),
              order,
              file,
              true);
      DataFileFooter footer = FooterReader.read(file, "file");
      assertThat(footer.columns()).element(2).isEqualTo(new FileColumn("v", parquetType));
      FileSchema.require(table, footer, "file");
      List<List<@Nullable Object>> expected = new ArrayList<>(rows);
      if (order.sorts()) {
        expected.sort((a, b) -> String.valueOf(a.get(0)).compareTo(String.valueOf(b.get(0))));
      }
      for (ParquetFile read :
          List.of(
              new ParquetFile(file, "file", footer),
              new ParquetFile(file, "file", footer.rows()))) {
        assertThat(Rows.texts(read(table, read)))
            .as("%s, %s", type, order)
            .isEqualTo(Rows.texts(expected));
      }
    }
  }

  private List<List<@Nullable Object>> read(TableSchema table, ParquetFile file) {
    List<List<@Nullable Object>> read = new ArrayList<>();
    try (ParquetReader reader =
        ParquetReader.open(List.of(file), table.columnNames(), BATCH_ROWS, allocator)) {
      while (reader.next()) {
        assertThat(reader.root().getVector("v").getField().getType())
            .isEqualTo(ArrowColumns.arrowType(table.columns().get(0).type()));
        Rows.add(reader.root(), read);
      }
    }
    return read;
  }

  private ParquetFileWriter writer() {
    return new ParquetFileWriter(duckDb, 2048);
  }

  private static TableSchema table(ColumnType type) {
    return new TableSchema(List.of(new Column("v", type, true)));
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }
}

package io.azof.storage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParquetImportTest {
  private static final ImportMapping MAPPING = ImportMapping.of(List.of("id"), "at");
  private static final long DAY = 1_704_067_200_000L; // 2024-01-01
  private static final String AT = "TIMESTAMP '2024-01-01 00:00:00' AS at";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "CAST(-7 AS TINYINT) | Int | -7",
        "CAST(-7 AS SMALLINT) | Int | -7",
        "CAST(-7 AS INTEGER) | Int | -7",
        "CAST(-7 AS BIGINT) | Int | -7",
        "CAST(255 AS UTINYINT) | Int | 255",
        "CAST(65535 AS USMALLINT) | Int | 65535",
        "CAST(9223372036854775807 AS UBIGINT) | Int | 9223372036854775807",
        "CAST(1.5 AS FLOAT) | Double | 1.5",
        "CAST(-1.5 AS DOUBLE) | Double | -1.5",
        "CAST(-1.50 AS DECIMAL(4,2)) | Decimal(4,2) | -1.50",
        "CAST(1.5 AS DECIMAL(38,3)) | Decimal(38,3) | 1.500",
        "true | Boolean | true",
        "DATE '1969-12-31' | Date | day -1",
        "CAST(TIMESTAMP '1969-12-31 23:59:59.9999' AS TIMESTAMP) | DateTime | -1",
        "CAST(TIMESTAMP '1970-01-01 00:00:01' AS TIMESTAMP_S) | DateTime | 1000",
        "CAST(TIMESTAMP '1970-01-01 00:00:01' AS TIMESTAMP_MS) | DateTime | 1000",
        "CAST(TIMESTAMP '1970-01-01 00:00:01' AS TIMESTAMP_NS) | DateTime | 1000",
        "TIMESTAMPTZ '1970-01-01 01:00:00+01:00' | DateTime | 0",
        "'İ' | String | İ",
        "'\\x00\\xFF'::BLOB | Binary | [0, -1]",
        "CAST(NULL AS INTEGER) | Int | null",
      })
  void readsEveryFlatType(String value, String type, String text) {
    Path file = write("t.parquet", "SELECT 'k' AS id, " + AT + ", " + value + " AS value");
    ImportRun run = ImportRun.of(List.of(file), MAPPING, ImportOptions.DEFAULTS);
    assertThat(run.types()).containsExactly("value " + type);
    assertThat(run.rows()).containsExactly("k|" + DAY + "|" + text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "-7 | -7",
        "CAST(18446744073709551615 AS UBIGINT) | 18446744073709551615",
        "true | true",
        "CAST(1.50 AS DECIMAL(4,2)) | 1.50",
        "DATE '2024-01-01' | 2024-01-01",
        "TIMESTAMP '2024-01-01 10:00:00' | 2024-01-01T10:00:00.000Z",
        "TIMESTAMP '2024-01-01 10:00:00.000001' | 2024-01-01T10:00:00.000001Z",
        "'\\x00\\xFF'::BLOB | 00ff",
      })
  void makesTheKeyTheTextOfTheValue(String value, String key) {
    Path file = write("t.parquet", "SELECT " + value + " AS id, " + AT);
    assertThat(ImportRun.of(List.of(file), MAPPING, ImportOptions.DEFAULTS).rows())
        .containsExactly(key + "|" + DAY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "TIMESTAMP '2024-01-01 00:00:00.0009'",
        "TIMESTAMPTZ '2024-01-01 01:00:00+01:00'",
        "DATE '2024-01-01'",
        "'2024-01-01T01:00:00+01:00'",
        "CAST(1704067200000 AS BIGINT)",
      })
  void makesTheEventTimeOfWhateverIsATime(String value) {
    Path file = write("t.parquet", "SELECT 'k' AS id, " + value + " AS at");
    assertThat(ImportRun.of(List.of(file), MAPPING, ImportOptions.DEFAULTS).rows())
        .containsExactly("k|" + DAY);
  }

  @Test
  void rejectsRowsWithoutKeyOrTimeOrWithNumbersThatDoNotFit() {
    Path file =
        write(
            "t.parquet",
            "SELECT * FROM (VALUES ('a', '2024-01-01', CAST(1 AS UBIGINT)), (NULL, '2024-01-01', 2),"
                + " ('c', NULL, 3), ('d', 'then', 4), ('e', '2024-01-01', 18446744073709551615))"
                + " t(id, \"at\", n)");
    ImportRun run = ImportRun.of(List.of(file), MAPPING, ImportRun.ANY_REJECTS);
    assertThat(run.rows()).containsExactly("a|" + DAY + "|1");
    assertThat(run.reasons())
        .containsExactly(
            "2: column \"id\" is null, but is the key",
            "3: column \"at\" is null, but is the event time",
            "4: column \"at\" cannot be read as an ISO-8601 time: \"then\"",
            "5: column \"n\" is an integer of more than 63 bits: 18446744073709551615");
    assertThat(run.rejected().get(0).text()).isEqualTo(",2024-01-01,2");
  }

  @Test
  void joinsKeysAndMakesTombstones() {
    Path file =
        write(
            "t.parquet",
            "SELECT * FROM (VALUES (1, 'x|y', true, 1.5), (2, 'z', false, NULL)) t(a, b, gone, v),"
                + " (SELECT "
                + AT
                + ")");
    ImportMapping mapping =
        new ImportMapping(List.of("b", "a"), "at", Optional.of(DeleteCondition.parse("gone=TRUE")));
    ImportRun run = ImportRun.of(List.of(file), mapping, ImportOptions.DEFAULTS);
    assertThat(run.types()).containsExactly("a Int", "b String", "v Decimal(2,1)");
    assertThat(run.rows())
        .containsExactly(
            "x\\|y|1|" + DAY + "|true|null|null|null", "z|2|" + DAY + "|false|2|z|null");
  }

  @Test
  void readsManyRowsOfSeveralFilesInTheirOrder() throws IOException {
    Path first = write("1.parquet", "SELECT i AS id, " + AT + " FROM range(100000) t(i)");
    Path second = write("2.parquet", "SELECT i AS id, " + AT + " FROM range(100000, 100010) t(i)");
    ImportRun run = ImportRun.of(List.of(first, second), MAPPING, ImportOptions.DEFAULTS);
    assertThat(run.rows()).hasSize(100_010).last().isEqualTo("100009|" + DAY);
    assertThat(run.rows().get(70_000)).isEqualTo("70000|" + DAY);
    long bytes = Files.size(first) + Files.size(second);
    assertThat(run.progress()).isEqualTo(new ImportProgress(bytes, bytes, 100_010, 0));
  }

  @Test
  void readsNoRowsOfAFileThatHasNone() {
    Path file = write("t.parquet", "SELECT 'k' AS id, " + AT + ", 1 AS n WHERE false");
    assertThat(ImportRun.of(List.of(file), MAPPING, ImportOptions.DEFAULTS).types())
        .containsExactly("n Int");
  }

  @Test
  void widensValuesToTheTypesOfATableThatExists() {
    TableSchema table =
        new TableSchema(
            List.of(
                new Column("d", ColumnType.DOUBLE, true),
                new Column("c", ColumnType.decimal(21, 2), true),
                new Column("e", ColumnType.decimal(5, 3), true)));
    Path file =
        write("t.parquet", "SELECT 1.5::DECIMAL(2,1) AS e, 2 AS c, 3 AS d, 'k' AS id, " + AT);
    ImportRun run =
        ImportRun.of(List.of(file), MAPPING, ImportOptions.DEFAULTS, Optional.of(table));
    assertThat(run.rows()).containsExactly("k|" + DAY + "|3.0|2.00|1.500");
  }

  @Test
  void refusesAnotherSchemaThanTheTables() {
    TableSchema table = new TableSchema(List.of(new Column("n", ColumnType.INT, true)));
    Path file = write("another-schema.parquet", "SELECT 'k' AS id, " + AT + ", 1.5 AS n");
    assertThatThrownBy(
            () -> ImportRun.of(List.of(file), MAPPING, ImportOptions.DEFAULTS, Optional.of(table)))
        .isInstanceOf(AzofException.class)
        .hasMessage(
            file
                + " has another schema than the table: column \"n\" is Decimal(2,1) instead of Int");
  }

  @Test
  void refusesFilesOfDifferentColumnsOrFormats() throws IOException {
    Path first = write("1.parquet", "SELECT 'k' AS id, " + AT + ", 1 AS n");
    Path second = write("2.parquet", "SELECT 'k' AS id, " + AT + ", 'x' AS n");
    assertThatThrownBy(() -> ImportRun.of(List.of(first, second), MAPPING, ImportOptions.DEFAULTS))
        .hasMessage(
            second
                + " has other columns than "
                + first
                + ": column 3 is \"n\" String instead of \"n\" Int");
    Path csv = Files.writeString(folder.resolve("3.csv"), "id,at,n\n");
    assertThatThrownBy(() -> ImportRun.of(List.of(first, csv), MAPPING, ImportOptions.DEFAULTS))
        .hasMessage(csv + " is not of the same format as " + first + "; import them apart");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "[1, 2] | is nested; import its parts as columns of their own",
        "{'a': 1} | is nested; import its parts as columns of their own",
        "MAP {'a': 1} | is nested; import its parts as columns of their own",
        "TIME '10:00:00' | is of type Time(MICROSECOND, 64), which no table has",
      })
  void refusesColumnsThatNoTableHas(String value, String reason) {
    Path file = write("nested.parquet", "SELECT 'k' AS id, " + AT + ", " + value + " AS v");
    assertThatThrownBy(() -> ImportRun.of(List.of(file), MAPPING, ImportOptions.DEFAULTS))
        .isInstanceOf(AzofException.class)
        .hasMessage(file + ": column \"v\" " + reason)
        .extracting(e -> ((AzofException) e).code())
        .isEqualTo(ErrorCode.UNSUPPORTED);
  }

  @Test
  void refusesUnsignedIntegersThatDuckDbEncodesInItsOwnWay() throws SQLException {
    Path file = folder.resolve("unsigned.parquet");
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          "COPY (SELECT 'k' AS id, "
              + AT
              + ", CAST(i AS UINTEGER) AS n FROM range(4294967000, 4294967290) t(i)) TO '"
              + file
              + "' (FORMAT parquet, PARQUET_VERSION v2)");
    }
    assertThatThrownBy(() -> ImportRun.of(List.of(file), MAPPING, ImportOptions.DEFAULTS))
        .isInstanceOf(AzofException.class)
        .hasMessageStartingWith(file + ": column \"n\" has unsigned integers of 32 bits");
  }

  @Test
  void refusesAnEventTimeThatIsNoTime() {
    Path file = write("t.parquet", "SELECT 'k' AS id, 1.5 AS at");
    assertThatThrownBy(() -> ImportRun.of(List.of(file), MAPPING, ImportOptions.DEFAULTS))
        .hasMessage(file + ": column \"at\" is of type Decimal(2,1), which is no event time");
  }

  @Test
  void refusesAFileThatIsCutOffOrDamaged() throws IOException {
    Path whole =
        write("whole.parquet", "SELECT i AS id, " + AT + ", random() AS r FROM range(50000) t(i)");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> ImportRun.of(List.of(cut), MAPPING, ImportOptions.DEFAULTS))
        .hasMessage(cut + " is not a whole Parquet file: it does not end with PAR1");
    Arrays.fill(bytes, 100, bytes.length / 2, (byte) 0x55);
    Path damaged = Files.write(folder.resolve("damaged.parquet"), bytes);
    assertThatThrownBy(() -> ImportRun.of(List.of(damaged), MAPPING, ImportOptions.DEFAULTS))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining("damaged.parquet")
        .extracting(e -> ((AzofException) e).code())
        .isEqualTo(ErrorCode.DATA_FILE_CORRUPT);
  }

  private Path write(String name, String sql) {
    Path file = folder.resolve(name);
    DuckDbSettings settings = new DuckDbSettings(64L << 20, 1, folder, List.of(folder));
    try (BufferAllocator allocator = new RootAllocator();
        DuckDb duckDb = DuckDb.open(settings)) {
      duckDb.writeParquet(
          allocator, child -> duckDb.openQuery(child, sql, Map.of(), List.of()), file, 2048);
    }
    return file;
  }
}

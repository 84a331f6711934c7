package io.azof.storage.parquet;

import static io.azof.storage.fixture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FixtureColumn;
import io.azof.storage.fixture.FixtureColumn.Kind;
import io.azof.storage.fixture.OpenFiles;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.KeyRange;
import io.azof.storage.model.KeySelection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are decoded here, beside what Arrow Dataset makes of the same files. */
final class PageReaderTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int ROWS = 9_000;
  private static final List<String> COLUMNS =
      List.of(
          "key",
          "event_time",
          "t",
          "i",
          "any",
          "b",
          "d",
          "day",
          "x",
          "n4",
          "n9",
          "n18",
          "n38",
          "few",
          "long",
          "stretch");

  @TempDir private Path folder;
  private BufferAllocator allocator;
  private Random random;

  @BeforeEach
  void open() {
    System.err.println("-Dazof.seed=" + SEED);
    random = new Random(SEED);
    allocator = new RootAllocator();
  }

  @AfterEach
  void leavesNothing() throws IOException {
    allocator.close();
    OpenFiles.requireNone(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "uncompressed, v1",
    "snappy, v1",
    "zstd, v1",
    "uncompressed, v2",
    "snappy, v2",
    "zstd, v2"
  })
  void allTypesReadAsArrowDatasetReadsThem(String codec, String version) throws SQLException {
    ParquetFile file = written(codec, version);
    assertThat(PageReader.canRead(List.of(file), COLUMNS, RowFilter.NONE)).isTrue();
    List<String> expected = Rows.texts(read(unknown(file), COLUMNS, RowFilter.NONE, 8_192));
    assertThat(expected).hasSize(ROWS);
    for (int batchRows : List.of(1 + random.nextInt(50), 1_000, 1 << 20)) {
      assertSame(
          "batches of " + batchRows,
          Rows.texts(read(file, COLUMNS, RowFilter.NONE, batchRows)),
          expected);
    }
  }

  /** Shows the first row that differs instead of all. */
  private static void assertSame(String what, List<String> rows, List<String> expected) {
    assertThat(rows).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).as("row %s, %s", i, what).isEqualTo(expected.get(i));
    }
  }

  @Test
  void batchesOfARowGroupAreOfOneSize() throws SQLException {
    ParquetFile file = written("zstd", "v2");
    List<Integer> sizes = new ArrayList<>();
    try (ParquetReader reader =
        ParquetReader.open(List.of(file), COLUMNS, RowFilter.NONE, 1_500, allocator)) {
      while (reader.next()) {
        sizes.add(reader.root().getRowCount());
      }
    }
    assertThat(sizes).containsExactly(1_024, 1_024, 1_024, 1_024, 1_024, 1_024, 1_024, 1_024, 808);
  }

  /** So that the tests of the second version are not about plain values. */
  @Test
  void theSecondVersionHasAllOtherEncodings() throws SQLException {
    ParquetFile file = written("zstd", "v2");
    assertThat(FooterReader.metadata(file.path(), "file").getRow_groups())
        .flatExtracting(RowGroup::getColumns)
        .flatExtracting(chunk -> chunk.getMeta_data().getEncodings())
        .contains(
            Encoding.RLE_DICTIONARY,
            Encoding.DELTA_BINARY_PACKED,
            Encoding.DELTA_LENGTH_BYTE_ARRAY,
            Encoding.BYTE_STREAM_SPLIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void filtersGiveTheRowsThatArrowDatasetGives(String version) throws SQLException {
    ParquetFile file = written("zstd", version);
    for (int i = 0; i < 40; i++) {
      RowFilter filter = randomFilter();
      List<String> columns = new ArrayList<>(COLUMNS);
      Collections.shuffle(columns, random);
      columns = columns.subList(0, 1 + random.nextInt(columns.size()));
      assertSame(
          columns + " of " + filter,
          Rows.texts(read(file, columns, filter, 1 + random.nextInt(5_000))),
          Rows.texts(read(unknown(file), columns, filter, 8_192)));
    }
  }

  private RowFilter randomFilter() {
    List<KeyRange> ranges = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int number = random.nextInt(ROWS + 100);
      String key = key(number);
      String other = key(number + random.nextInt(1_000));
      ranges.add(
          switch (random.nextInt(4)) {
            case 0 -> KeyRange.of(key);
            case 1 -> new KeyRange(key, null);
            case 2 -> new KeyRange(null, key);
            default -> new KeyRange(key, other);
          });
    }
    KeySelection keys = random.nextInt(3) == 0 ? KeySelection.ALL : new KeySelection(ranges);
    long since = random.nextBoolean() ? Long.MIN_VALUE : random.nextInt(ROWS);
    long until = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(ROWS);
    return new RowFilter(keys, since, until);
  }

  @ParameterizedTest
  @CsvSource({"snappy, v1", "uncompressed, v2"})
  void aDamagedFileIsAnErrorThatNamesItOrHasAllItsRows(String codec, String version)
      throws Exception {
    ParquetFile file = written(codec, version);
    DataFileFooter footer = FooterReader.read(file.path(), file.label());
    byte[] whole = Files.readAllBytes(file.path());
    Path damaged = folder.resolve("damaged.parquet");
    int errors = 0;
    for (int i = 0; i < 400; i++) {
      byte[] bytes = whole.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
      }
      Files.write(damaged, bytes);
      try {
        assertThat(read(new ParquetFile(damaged, "file", footer), COLUMNS, RowFilter.NONE, 700))
            .hasSize(ROWS);
      } catch (AzofException e) {
        errors++;
        assertThat(e.code()).isEqualTo(ErrorCode.DATA_FILE_CORRUPT);
        assertThat(e).hasMessageStartingWith("Cannot read file: ");
      }
    }
    assertThat(errors).isGreaterThan(0);
  }

  @Test
  void aFileThatWasCutIsAnError() throws Exception {
    ParquetFile file = written("zstd", random.nextBoolean() ? "v1" : "v2");
    byte[] whole = Files.readAllBytes(file.path());
    for (int i = 0; i < 20; i++) {
      Files.write(file.path(), Arrays.copyOf(whole, random.nextInt(whole.length / 2)));
      assertThatThrownBy(() -> read(file, COLUMNS, RowFilter.NONE, 700))
          .isInstanceOfSatisfying(
              AzofException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_FILE_CORRUPT));
    }
  }

  @Test
  void pagesOfTheSecondVersionReadAsArrowDatasetReadsThem() throws IOException {
    ParquetFile file =
        fixture(ParquetFixture.of(fixtureColumns(), fixtureRows()).pagesOfVersion2());
    List<String> columns = List.of("key", "event_time", "n", "b", "m");
    assertThat(PageReader.canRead(List.of(file), columns, RowFilter.NONE)).isTrue();
    assertThat(Rows.texts(read(file, columns, RowFilter.NONE, 7)))
        .isEqualTo(Rows.texts(read(unknown(file), columns, RowFilter.NONE, 100)));
  }

  @Test
  void aPageThatDoesNotHaveItsChecksumIsRefused() throws IOException {
    ParquetFixture fixture =
        ParquetFixture.of(fixtureColumns(), fixtureRows()).checksums().rowGroupRows(10);
    List<String> columns = List.of("key", "event_time", "n", "b", "m");
    ParquetFile file = fixture(fixture);
    assertThat(read(file, columns, RowFilter.NONE, 7)).hasSize(fixtureRows().size());
    byte[] bytes = Files.readAllBytes(file.path());
    int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("text 3");
    bytes[place] ^= 1;
    Files.write(file.path(), bytes);
    assertThatThrownBy(() -> read(file, columns, RowFilter.NONE, 7))
        .hasMessage("Cannot read file: a page does not have the checksum that it should have");
  }

  @Test
  void closingInTheMiddleGivesEverythingBack() throws SQLException {
    ParquetFile file = written("zstd", random.nextBoolean() ? "v1" : "v2");
    for (int batches = 0; batches < 20; batches++) {
      try (ParquetReader reader =
          ParquetReader.open(List.of(file, file), COLUMNS, RowFilter.NONE, 500, allocator)) {
        for (int i = 0; i < batches; i++) {
          assertThat(reader.next()).isTrue();
        }
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Test
  void tooLittleMemoryIsAnErrorThatNamesTheFile() throws SQLException {
    ParquetFile file = written("zstd", random.nextBoolean() ? "v1" : "v2");
    for (long bytes = 1 << 10; bytes < 1 << 20; bytes += bytes / 3) {
      try (BufferAllocator little = allocator.newChildAllocator("little", 0, bytes);
          ParquetReader reader =
              ParquetReader.open(List.of(file), COLUMNS, RowFilter.NONE, 5_000, little)) {
        while (reader.next()) {
          assertThat(reader.root().getRowCount()).isPositive();
        }
      } catch (AzofException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED);
        assertThat(e).hasMessage("Reading file takes more memory than is allowed");
      }
    }
  }

  private static List<FixtureColumn> fixtureColumns() {
    return FixtureColumn.after(
        FixtureColumn.required("n", Kind.INT64),
        FixtureColumn.optional("b", Kind.BOOLEAN),
        FixtureColumn.optional("m", Kind.DECIMAL_FIXED));
  }

  private static List<List<@Nullable Object>> fixtureRows() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (long i = 0; i < 50; i++) {
      byte[] decimal = {(byte) (i % 3 == 0 ? -1 : 0), 0, 0, 0, 0, 0, 0, 0, 1, (byte) i};
      for (int high = 1; i % 3 == 0 && high < 8; high++) {
        decimal[high] = -1;
      }
      rows.add(
          row("text " + i, i, i * i, i % 5 == 0 ? null : i % 2 == 0, i % 7 == 0 ? null : decimal));
    }
    return rows;
  }

  private ParquetFile fixture(ParquetFixture fixture) throws IOException {
    Path path = folder.resolve("fixture.parquet");
    Files.write(path, fixture.bytes());
    return new ParquetFile(path, "file", FooterReader.read(path, "file"));
  }

  private static String key(int number) {
    return String.format(Locale.ROOT, "key-%05d", number);
  }

  /** A file of all types with nulls here and there, in several row groups. */
  private ParquetFile written(String codec, String version) throws SQLException {
    Path path = folder.resolve(codec + ".parquet");
    String sql =
        """
        COPY (
          SELECT printf('key-%%05d', i) AS key,
            ((i * 7919) %% %1$d)::BIGINT AS event_time,
            CASE WHEN h %% 11 = 0 THEN NULL ELSE repeat(chr(97 + (h %% 26)::INT), (h %% 90)::INT)
              || i END AS t,
            CASE WHEN h %% 7 = 0 THEN NULL ELSE h::BIGINT END AS i,
            CASE WHEN i %% 9 = 0 THEN NULL
              ELSE (hash(h) >> (1 + i // 128 %% 63))::BIGINT * (1 - 2 * (h %% 2)) END AS any,
            CASE WHEN h %% 5 = 0 THEN NULL ELSE h %% 3 = 0 END AS b,
            CASE WHEN i < 3000 THEN NULL ELSE h / 7.0 END::DOUBLE AS d,
            (DATE '1970-01-01' + (h %% 40000)::INT) AS day,
            CASE WHEN i %% 2 = 0 THEN NULL ELSE encode('x' || h) END AS x,
            ((h %% 19999)::INT - 9999)::DECIMAL(4, 0) AS n4,
            CASE WHEN h %% 3 = 0 THEN NULL ELSE ((h %% 1999999)::INT - 999999)::DECIMAL(9, 2) END
              AS n9,
            (h %% 1000000000)::BIGINT::DECIMAL(18, 4) AS n18,
            (h::HUGEINT * 1000003 - 77)::DECIMAL(38, 3) AS n38,
            CASE WHEN h %% 13 = 0 THEN NULL ELSE 'v' || (i %% 5) END AS few,
            repeat(chr(97 + (h %% 8)::INT), [0, 7, 8, 16, 17, 40, 64, 65][1 + (h %% 8)::INT])
              AS long,
            CASE WHEN i // 600 %% 3 = 2 THEN 'x' || h ELSE printf('%%08x', h) END AS stretch
          FROM (SELECT i, (hash(i + %2$d) %% 1000000007)::BIGINT AS h FROM range(%1$d) r(i)))
        TO '%3$s' (FORMAT parquet, CODEC '%4$s', PARQUET_VERSION %5$s, ROW_GROUP_SIZE 2048)
        """
            .formatted(ROWS, random.nextInt(), path, codec, version);
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(sql);
    }
    Schema schema = new Schema(List.of(PageColumns.KEY, PageColumns.EVENT_TIME));
    try {
      WrittenFooter.finish(
          path, schema, KeyOrder.UNKNOWN, "test", footer -> KeyBlooms.of(path, footer, allocator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ParquetFile(path, "file", FooterReader.read(path, "file"));
  }

  private static ParquetFile unknown(ParquetFile file) {
    return new ParquetFile(file.path(), file.label(), file.rows());
  }

  private List<List<@Nullable Object>> read(
      ParquetFile file, List<String> columns, RowFilter filter, int batchRows) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (ParquetReader reader =
        ParquetReader.open(List.of(file), columns, filter, batchRows, allocator)) {
      while (reader.next()) {
        assertThat(reader.root().getRowCount()).isBetween(1, batchRows);
        Rows.add(reader.root(), rows);
      }
    }
    return rows;
  }
}

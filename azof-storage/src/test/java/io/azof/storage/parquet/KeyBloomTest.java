package io.azof.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.fixture.GivenRows;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.KeyRange;
import io.azof.storage.model.KeySelection;
import io.azof.storage.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyBloomTest {
  private static final int ROW_GROUP_ROWS = 2048;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
    "Nobody inspects the spammish repetition, fbcea83c8a378bf1"
  })
  void theHashIsThatOfItsSpecification(String text, String hexadecimal) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(Long.toHexString(XxHash64.of(bytes, bytes.length))).isEqualTo(hexadecimal);
  }

  @Test
  void aFileSaysOfItsKeysThatTheyAreThereAndOfMostOthersThatTheyAreNot() {
    Path file = write(5_000);
    DataFileFooter footer = FooterReader.read(file, "file");
    assertThat(footer.rowGroups()).hasSizeGreaterThan(1);
    int wronglySuspected = 0;
    int row = 0;
    for (int group = 0; group < footer.rowGroups().size(); group++) {
      for (int i = 0; i < footer.rowGroups().get(group).rows(); i++, row++) {
        assertThat(without(file, footer, key(row))).doesNotContain(group);
        wronglySuspected += without(file, footer, key(row) + "x").contains(group) ? 0 : 1;
      }
    }
    assertThat(row).isEqualTo(5_000);
    assertThat(wronglySuspected).isBetween(1, row / 30);
  }

  @Test
  void otherReadersUnderstandIt() throws Exception {
    Path file = write(5_000);
    int rowGroups = FooterReader.read(file, "file").rowGroups().size();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (int row = 0; row < 5_000; row += 97) {
        assertThat(excludingRowGroups(statement, file, key(row))).isLessThan(rowGroups);
      }
      int excluded = 0;
      for (int i = 0; i < 50; i++) {
        excluded += excludingRowGroups(statement, file, "none-" + i);
      }
      assertThat(excluded).isGreaterThan(rowGroups * 50 - 20);
    }
  }

  @Test
  void manyKeysAndRangesAreNotAskedFor() {
    Path file = write(10);
    DataFileFooter footer = FooterReader.read(file, "file");
    KeySelection range = new KeySelection(List.of(new KeyRange("key-1", null)));
    KeySelection many = KeySelection.of(IntStream.range(0, 40).mapToObj(i -> key(5) + i).toList());
    assertThat(KeyBloomReader.rowGroupsWithout(range, footer, file, "file")).isEmpty();
    assertThat(KeyBloomReader.rowGroupsWithout(many, footer, file, "file")).isEmpty();
    assertThat(without(file, footer, key(5) + "0")).containsExactly(0);
  }

  private static Set<Integer> without(Path file, DataFileFooter footer, String key) {
    return KeyBloomReader.rowGroupsWithout(KeySelection.of(List.of(key)), footer, file, "file");
  }

  private static int excludingRowGroups(Statement statement, Path file, String key)
      throws SQLException {
    String probe =
        "SELECT count(*) FROM parquet_bloom_probe('%s', 'key', '%s') WHERE bloom_filter_excludes";
    try (ResultSet result = statement.executeQuery(probe.formatted(file, key))) {
      result.next();
      return result.getInt(1);
    }
  }

  private static String key(int row) {
    return String.format(Locale.ROOT, "key-%05d", row);
  }

  private Path write(int rows) {
    TableSchema table = new TableSchema(List.of(new Column("v", ColumnType.INT, true)));
    List<List<@Nullable Object>> given = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      given.add(Rows.row(key(row), 0L, (long) row));
    }
    Path target = folder.resolve("t.parquet");
    try (RootAllocator allocator = new RootAllocator();
        DuckDb duckDb = DuckDb.open(new DuckDbSettings(128L << 20, 2, folder, List.of(folder)))) {
      new ParquetFileWriter(duckDb, ROW_GROUP_ROWS)
          .write(
              allocator,
              child -> GivenRows.open(table, given, 1_000, child),
              RowOrder.UNIQUE_KEYS,
              target,
              false);
    }
    return target;
  }
}

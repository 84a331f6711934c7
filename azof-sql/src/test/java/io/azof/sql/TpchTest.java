package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.sql.testing.TpchTables;
import io.azof.storage.Lakehouse;
import io.azof.storage.Table;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 22 queries of TPC-H, beside DuckDB that gets their text as it is and reads the same files.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TpchTest {
  private static final double SCALE = 0.1;

  /** Doubles are added up in another order by each run. */
  private static final double RELATIVE_DIFFERENCE_MAX = 1e-9;

  private final BufferAllocator allocator = new RootAllocator();
  private Lakehouse lakehouse;
  private QueryEngine engine;
  private Connection plain;

  @BeforeAll
  void open(@TempDir Path folder) throws SQLException {
    lakehouse = Lakehouse.openOrCreate(folder.toString());
    TpchTables.write(lakehouse, SCALE, allocator);
    engine = QueryEngine.open(lakehouse, allocator);
    plain = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = plain.createStatement()) {
      for (String name : TpchTables.names()) {
        statement.execute("CREATE VIEW " + name + " AS FROM " + files(folder, name));
      }
    }
  }

  private String files(Path folder, String name) {
    Table table = lakehouse.table(name);
    return table
        .snapshot()
        .files()
        .map(file -> "'" + folder.resolve(name).resolve(file.name()) + "'")
        .collect(Collectors.joining(", ", "read_parquet([", "])"));
  }

  @AfterAll
  void close() throws SQLException {
    plain.close();
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  static List<String> queries() {
    return IntStream.rangeClosed(1, 22)
        .mapToObj(number -> String.format(Locale.ROOT, "q%02d", number))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void answersAsDuckDbDoes(String query) throws Exception {
    String sql = text(query);
    List<List<@Nullable Object>> expected = plainRows(sql);
    List<List<@Nullable Object>> rows = rows(sql);
    assertThat(rows).hasSameSizeAs(expected);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        requireSame(rows.get(row).get(column), expected.get(row).get(column), row, column);
      }
    }
  }

  private static void requireSame(
      @Nullable Object value, @Nullable Object expected, int row, int column) {
    if (value instanceof Double || expected instanceof Double) {
      double number = ((Number) Objects.requireNonNull(value)).doubleValue();
      double other = ((Number) Objects.requireNonNull(expected)).doubleValue();
      assertThat(Math.abs(number - other))
          .as("row %d, column %d: %s and %s", row, column, number, other)
          .isLessThanOrEqualTo(RELATIVE_DIFFERENCE_MAX * Math.abs(other));
    } else {
      assertThat(value).as("row %d, column %d", row, column).isEqualTo(expected);
    }
  }

  private List<List<@Nullable Object>> rows(String sql) throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (ArrowReader reader = engine.prepareQuery(sql).openReader(allocator, List.of())) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        for (int row = 0; row < batch.getRowCount(); row++) {
          List<@Nullable Object> values = new ArrayList<>();
          for (FieldVector vector : batch.getFieldVectors()) {
            values.add(
                vector instanceof DateDayVector dates && !dates.isNull(row)
                    ? LocalDate.ofEpochDay(dates.get(row))
                    : comparable(vector.getObject(row)));
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }

  private List<List<@Nullable Object>> plainRows(String sql) throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (Statement statement = plain.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(comparable(result.getObject(i)));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  /** Whole and decimal numbers by their value, whatever their type. */
  private static @Nullable Object comparable(@Nullable Object value) {
    if (value instanceof Date date) {
      return date.toLocalDate();
    }
    if (value == null || value instanceof Double || value instanceof LocalDate) {
      return value;
    }
    return value instanceof Number number
        ? new BigDecimal(number.toString()).stripTrailingZeros()
        : value.toString();
  }

  private static String text(String query) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(TpchTest.class.getResourceAsStream("/tpch/" + query + ".sql"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

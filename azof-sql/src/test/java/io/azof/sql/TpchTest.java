package io.azof.sql;

import io.azof.sql.testing.ResultRows;
import io.azof.sql.testing.TpchTables;
import io.azof.storage.Lakehouse;
import io.azof.storage.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
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
    ResultRows expected;
    try (Statement statement = plain.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      expected = ResultRows.of(result);
    }
    try (ArrowReader reader = engine.prepareQuery(sql).openReader(allocator, List.of())) {
      ResultRows.of(reader).requireSame(expected);
    }
  }

  private static String text(String query) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(TpchTest.class.getResourceAsStream("/tpch/" + query + ".sql"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

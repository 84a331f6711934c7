package io.azof.sql;

import io.azof.sql.testing.ResultRows;
import io.azof.sql.testing.TpcdsQueries;
import io.azof.sql.testing.TpcdsTables;
import io.azof.storage.Lakehouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.hydromatic.tpcds.query.Query;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The 99 queries of TPC-DS, beside DuckDB that gets the same texts and reads the same files. It
 * divides whole numbers as whole numbers here, as Azof and the standard do.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TpcdsTest {
  private static final double SCALE = 0.1;

  /** Their ORDER BY leaves open which of several rows comes first. */
  private static final Set<Query> OPEN_ORDERS = Set.of(Query.Q06);

  private final BufferAllocator allocator = new RootAllocator();
  private final TpcdsQueries queries = new TpcdsQueries();
  private Lakehouse lakehouse;
  private QueryEngine engine;
  private Connection plain;

  @BeforeAll
  void open(@TempDir Path folder) throws SQLException {
    lakehouse = Lakehouse.openOrCreate(folder.toString());
    TpcdsTables.write(lakehouse, SCALE, allocator);
    engine = QueryEngine.open(lakehouse, allocator);
    plain = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = plain.createStatement()) {
      statement.execute("SET integer_division = true");
      for (String name : TpcdsTables.names()) {
        statement.execute("CREATE VIEW " + name + " AS FROM " + files(folder, name));
      }
    }
  }

  private String files(Path folder, String name) {
    return lakehouse
        .table(name)
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

  @ParameterizedTest
  @EnumSource(Query.class)
  void answersAsDuckDbDoes(Query query) throws Exception {
    for (String sql : queries.statements(query)) {
      PreparedQuery prepared = engine.prepareQuery(sql);
      ResultRows rows;
      try (ArrowReader reader = prepared.openReader(allocator, List.of())) {
        rows = ResultRows.of(reader);
      }
      ResultRows expected = plainRows(sql);
      if (OPEN_ORDERS.contains(query)) {
        rows.sorted().requireSame(expected.sorted());
      } else {
        rows.requireSame(expected);
      }
    }
  }

  private ResultRows plainRows(String sql) throws SQLException {
    try (Statement statement = plain.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return ResultRows.of(result);
    }
  }
}

package io.azof.sql;

import io.azof.sql.testing.BesideDuckDb;
import io.azof.sql.testing.ResultRows;
import io.azof.sql.testing.TpcdsQueries;
import io.azof.sql.testing.TpcdsTables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import net.hydromatic.tpcds.query.Query;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
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
  private BesideDuckDb both;

  @BeforeAll
  void open(@TempDir Path folder) throws SQLException {
    both =
        BesideDuckDb.open(
            folder, allocator, lakehouse -> TpcdsTables.write(lakehouse, SCALE, allocator));
  }

  @AfterAll
  void close() throws SQLException {
    both.close();
    allocator.close();
  }

  @ParameterizedTest
  @EnumSource(Query.class)
  void answersAsDuckDbDoes(Query query) throws Exception {
    for (String sql : queries.statements(query)) {
      ResultRows rows = both.rows(sql);
      ResultRows expected = both.plainRows(sql);
      if (OPEN_ORDERS.contains(query)) {
        rows.sorted().requireSame(expected.sorted());
      } else {
        rows.requireSame(expected);
      }
    }
  }
}

package io.azof.sql;

import io.azof.sql.testing.BesideDuckDb;
import io.azof.sql.testing.TpchTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
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
  private BesideDuckDb both;

  @BeforeAll
  void open(@TempDir Path folder) throws SQLException {
    both =
        BesideDuckDb.open(
            folder, allocator, lakehouse -> TpchTables.write(lakehouse, SCALE, allocator));
  }

  @AfterAll
  void close() throws SQLException {
    both.close();
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
    both.rows(sql).requireSame(both.plainRows(sql));
  }

  private static String text(String query) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(TpchTest.class.getResourceAsStream("/tpch/" + query + ".sql"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.sql.testing.InProcessConnection;
import io.azof.sql.testing.SqlTestCase;
import io.azof.sql.testing.SqlTestFailure;
import io.azof.sql.testing.SqlTestFile;
import io.azof.storage.Lakehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions about the reference tables, where they lie beside the checkout. */
final class ReferenceTablesTest {
  private static List<SqlTestCase> cases() {
    return SqlTestFile.cases("financials.sqltest");
  }

  private static Optional<Path> referenceTables() {
    String given = System.getProperty("azof.testdata");
    if (given != null) {
      return Optional.of(Path.of(given, "reference-tables"));
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path candidate = folder.resolve("shared/testdata/reference-tables");
      if (Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answersAsTheFileSays(SqlTestCase test) throws SqlTestFailure {
    Optional<Path> tables = referenceTables();
    Assumptions.assumeTrue(tables.isPresent(), "the reference tables are not here");
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(tables.orElseThrow().toString());
        QueryEngine engine = QueryEngine.open(lakehouse, allocator)) {
      test.check(new InProcessConnection(engine, allocator));
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }
}

package io.azof.sql;

import io.azof.sql.testing.InProcessConnection;
import io.azof.sql.testing.SampleTables;
import io.azof.sql.testing.SqlTestCase;
import io.azof.sql.testing.SqlTestFailure;
import io.azof.sql.testing.SqlTestFile;
import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqlFilesTest {
  private static final Instant NOW = Instant.parse("2021-06-10T12:30:00.123Z");

  private final BufferAllocator allocator = new RootAllocator();
  private Lakehouse lakehouse;
  private QueryEngine engine;

  @BeforeAll
  void writeTables(@TempDir Path folder) throws IOException {
    SampleTables.write(allocator, folder);
    lakehouse = Lakehouse.open(folder.toString());
    engine =
        QueryEngine.open(lakehouse, allocator, QuerySettings.defaults(), InstantSource.fixed(NOW));
  }

  @AfterAll
  void everythingIsGivenBack() {
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  private static Stream<SqlTestCase> cases() {
    return SqlTestFile.readingCases();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answersAsTheFileSays(SqlTestCase test) throws SqlTestFailure {
    try (BufferAllocator own = allocator.newChildAllocator("test", 0, Long.MAX_VALUE)) {
      test.check(new InProcessConnection(engine, own));
    }
  }
}

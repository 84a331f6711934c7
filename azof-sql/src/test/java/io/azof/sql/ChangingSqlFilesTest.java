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
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files whose statements change tables: each has them to itself, and its cases run in order. */
final class ChangingSqlFilesTest {
  private static final Instant NOW = Instant.parse("2021-06-10T12:30:00.123Z");

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.azof.sql.testing.SqlTestFile#changing")
  void answersAsTheFileSays(String file, @TempDir Path folder) throws IOException, SqlTestFailure {
    try (BufferAllocator allocator = new RootAllocator()) {
      SampleTables.write(allocator, folder);
      try (Lakehouse lakehouse = Lakehouse.open(folder.toString());
          QueryEngine engine =
              QueryEngine.open(
                  lakehouse, allocator, QuerySettings.defaults(), InstantSource.fixed(NOW))) {
        for (SqlTestCase test : SqlTestFile.cases(file + ".sqltest")) {
          test.check(new InProcessConnection(engine, allocator));
        }
      }
    }
  }
}

package io.azof.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.sql.testing.SampleTables;
import io.azof.sql.testing.SqlTestCase;
import io.azof.sql.testing.SqlTestFailure;
import io.azof.sql.testing.SqlTestFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The SQL test files that change tables again: each has them to itself. */
final class ChangingSqlFilesOverJdbcTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.azof.sql.testing.SqlTestFile#changing")
  void answersAsTheFileSays(String file, @TempDir Path folder)
      throws IOException, SQLException, SqlTestFailure {
    try (BufferAllocator memory = new RootAllocator()) {
      SampleTables.write(memory, folder);
    }
    try (RunningServer server = RunningServer.over(folder)) {
      Connection connection = server.openJdbc();
      for (SqlTestCase test : SqlTestFile.cases(file + ".sqltest")) {
        JdbcSqlConnection jdbc = new JdbcSqlConnection(connection);
        if (test.driverRefusal().isEmpty()) {
          test.check(jdbc);
        } else {
          assertThatThrownBy(() -> jdbc.run(test.sql(), test.parameters())).isNotNull();
          closeAfterRefusal(connection);
          connection = server.openJdbc();
        }
      }
      connection.close();
    }
  }

  /** The driver loses memory where it refuses, and says so when it is closed. */
  private static void closeAfterRefusal(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // said by SqlFilesOverJdbcTest
    }
  }
}

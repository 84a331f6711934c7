package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.sql.testing.SampleTables;
import io.azof.sql.testing.SqlTestCase;
import io.azof.sql.testing.SqlTestFailure;
import io.azof.sql.testing.SqlTestFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The SQL test files of the SQL module again, with the same expectations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqlFilesOverJdbcTest {
  private RunningServer server;
  private Connection connection;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, SQLException {
    try (BufferAllocator memory = new RootAllocator()) {
      SampleTables.write(memory, folder);
    }
    server = RunningServer.over(folder);
    connection = server.openJdbc();
  }

  @AfterAll
  void stop() throws SQLException {
    connection.close();
    server.close();
  }

  private static Stream<SqlTestCase> cases() {
    return SqlTestFile.readingCases();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answersAsTheFileSays(SqlTestCase test) throws SqlTestFailure, SQLException {
    JdbcSqlConnection jdbc = new JdbcSqlConnection(connection);
    if (test.driverRefusal().isEmpty()) {
      test.check(jdbc);
      return;
    }
    assertThatThrownBy(() -> jdbc.run(test.sql(), test.parameters())).isNotNull();
    assertThat(jdbc.driverRefusal().orElse("the driver sent it"))
        .as(test.toString())
        .contains(test.driverRefusal().orElseThrow());
    reconnect();
  }

  /** The driver loses memory where it refuses, and says so when it is closed. */
  private void reconnect() throws SQLException {
    try {
      connection.close();
    } catch (SQLException e) {
      assertThat(e.getMessage()).contains("Memory was leaked");
    }
    connection = server.openJdbc();
  }
}

package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that look at tables as of a time, which their URL says. */
final class JdbcSessionTimeTest {
  private static final int SESSIONS = 16;
  private static final int QUERIES = 20;

  private RunningServer server;

  @BeforeEach
  void start(@TempDir Path folder) {
    DailyTable.write(folder, SESSIONS);
    server = RunningServer.over(folder, SESSIONS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aTableWithoutAClauseIsAsOfTheTimeOfTheUrl() throws SQLException {
    try (Connection connection = server.openJdbc("as_of", "2024-01-03T12:00:00Z");
        Statement statement = connection.createStatement()) {
      assertThat(n(statement, "SELECT n FROM t")).isEqualTo(3);
      assertThat(n(statement, "SELECT max(n) FROM t")).isEqualTo(3);
      assertThat(n(statement, "SELECT n FROM t AT ('2024-01-05')")).isEqualTo(5);
      assertThat(n(statement, "SELECT count(*) FROM t FOR ALL EVENT_TIME")).isEqualTo(SESSIONS);
    }
    try (Connection connection = server.openJdbc();
        Statement statement = connection.createStatement()) {
      assertThat(n(statement, "SELECT n FROM t")).isEqualTo(SESSIONS);
    }
  }

  @Test
  void aUrlWithATimeThatIsNoneIsRefusedByName() throws SQLException {
    assertThatThrownBy(
            () -> {
              try (Connection connection = server.openJdbc("as_of", "soon");
                  Statement statement = connection.createStatement()) {
                n(statement, "SELECT n FROM t");
              }
            })
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("The header as_of cannot be read: Cannot read \"soon\" as a time");
  }

  @Test
  void sixteenSessionsAtOnceNeverSeeEachOthersTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    try {
      List<Future<Integer>> wrong = new ArrayList<>();
      for (long day = 1; day <= SESSIONS; day++) {
        long own = day;
        wrong.add(threads.submit(() -> wrongAnswers(own)));
      }
      for (Future<Integer> answers : wrong) {
        assertThat(answers.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private int wrongAnswers(long day) throws SQLException {
    int wrong = 0;
    try (Connection connection = server.openJdbc("as_of", DailyTable.date(day));
        PreparedStatement prepared = connection.prepareStatement("SELECT n FROM t WHERE key = ?")) {
      for (int i = 0; i < QUERIES; i++) {
        try (Statement statement = connection.createStatement()) {
          wrong += n(statement, "SELECT sum(n) FROM t") == day ? 0 : 1;
        }
        prepared.setString(1, "k");
        try (ResultSet result = prepared.executeQuery()) {
          wrong += result.next() && result.getLong(1) == day ? 0 : 1;
        }
      }
    }
    return wrong;
  }

  private static long n(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }
}

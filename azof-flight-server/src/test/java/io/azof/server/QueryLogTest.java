package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.server.config.SecurityConfig;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log of queries says of statements that clients ran. */
@Timeout(60)
final class QueryLogTest {
  @TempDir private Path folder;

  @Test
  void aStatementSaysWhichVersionOfEachTableItRead() throws Exception {
    Path lake = Files.createDirectory(folder.resolve("lake"));
    Path log = folder.resolve("queries.json");
    try (BufferAllocator memory = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.openOrCreate(lake.toString());
        QueryEngine engine = QueryEngine.open(lakehouse, memory);
        RunningServer server =
            RunningServer.over(
                lakehouse, engine::prepare, RunningServer.config(log, SecurityConfig.defaults()));
        Connection connection = server.openJdbc();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (n BIGINT)");
      statement.execute("CREATE TABLE u (n BIGINT)");
      statement.executeUpdate("INSERT INTO t (key, n) VALUES ('a', 1), ('b', 2)");
      try (ResultSet result =
          statement.executeQuery(
              "SELECT COUNT(*) FROM t JOIN t FOR VERSION AS OF 1 AS old ON TRUE, u")) {
        assertThat(result.next()).isTrue();
      }
      try (ResultSet result = statement.executeQuery("SELECT 1")) {
        assertThat(result.next()).isTrue();
      }
      statement.executeUpdate("UPDATE t SET n = n + 1");

      assertThat(versionsOf(lines(log, 6)))
          .containsExactly("{}", "{}", "{}", "{\"t\":[1,2],\"u\":[1]}", "{}", "{\"t\":[2]}");
    }
  }

  /** They are written when a statement has ended, which its client may know before. */
  private static List<String> lines(Path log, int count) throws IOException {
    List<String> lines = Files.readAllLines(log);
    while (lines.size() < count) {
      Thread.onSpinWait();
      lines = Files.readAllLines(log);
    }
    return lines;
  }

  private static List<String> versionsOf(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll(".*\"versions\":(.*),\"rows\":.*", "$1"))
        .toList();
  }
}

package io.azof.server;

import static io.azof.server.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many queries, some of them broken off, leave everything as it was. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class NothingIsLeftTest {
  private static final int QUERIES = 200;
  private static final int ROWS = 300_000;

  private static final List<String> STATEMENTS =
      List.of(
          "SELECT * FROM numbers",
          "SELECT * FROM numbers AT ('2010-01-01')",
          "SELECT key, n * 2 AS twice FROM numbers WHERE n > 10",
          "SELECT text, COUNT(*), SUM(n) FROM numbers GROUP BY text ORDER BY text",
          "SELECT a.key, b.n FROM numbers a JOIN numbers AT ('2010-01-01') b ON a.key = b.key");

  @Test
  void queriesInARowAThirdOfThemCancelledLeaveNothing(@TempDir Path folder) throws Exception {
    List<List<@Nullable Object>> base = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      base.add(row("key-" + i, "2000-01-01", i, "text " + i % 100));
    }
    new TestTable("n Int", "text String")
        .write(folder, "numbers", base, List.of(row("key-7", "2019-01-01", -1, "late")));

    try (BufferAllocator clientMemory = new RootAllocator();
        RunningServer server = RunningServer.over(folder);
        FlightSqlClient client = server.openClient(clientMemory)) {
      run(client, 20);
      awaitIdle(server);
      long memoryBefore = server.memory().getAllocatedMemory();
      long threadsBefore = serverThreads();
      long filesBefore = openFiles();

      run(client, QUERIES);
      awaitIdle(server);

      assertThat(server.memory().getAllocatedMemory()).isEqualTo(memoryBefore);
      assertThat(serverThreads()).isLessThanOrEqualTo(threadsBefore + 8); // its query threads
      assertThat(openFiles()).isLessThanOrEqualTo(filesBefore + 2);
    }
    awaitThreadsThatDecode();
    assertThat(serverThreads()).isZero();
  }

  /** They are the process's, not the server's, and end when they were idle for a second. */
  private static void awaitThreadsThatDecode() throws InterruptedException {
    for (int i = 0; i < 500 && serverThreads() > 0; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void run(FlightSqlClient client, int queries) throws Exception {
    for (int i = 0; i < queries; i++) {
      String sql = STATEMENTS.get(i % STATEMENTS.size());
      try (FlightStream stream =
          client.getStream(client.execute(sql).getEndpoints().get(0).getTicket())) {
        if (i % 3 == 0) {
          boolean first = i % 2 == 0 && stream.next();
          stream.cancel("midway, after a batch: " + first, null);
        } else {
          long rows = 0;
          while (stream.next()) {
            rows += stream.getRoot().getRowCount();
          }
          assertThat(rows).isPositive();
        }
      }
    }
  }

  private static void awaitIdle(RunningServer server) throws InterruptedException {
    for (int i = 0; i < 300 && server.memory().getAllocatedMemory() > 0; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(server.memory().getAllocatedMemory()).isZero();
  }

  private static long serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(ServerThreads.NAME_PREFIX))
        .count();
  }

  /** Zero where the system does not tell. */
  private static long openFiles() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(descriptors)) {
      return files.count();
    }
  }
}

package io.azof.server;

import static io.azof.server.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.server.config.SecurityConfig;
import io.azof.server.config.ServerConfig;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What fails in the middle is an error, and nothing that looks whole. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
@Timeout(60)
final class FailedResultTest {
  private static final int ROWS = 200_000;

  /** As the storage gives the rows, and as the SQL engine does. */
  private static final List<String> STATEMENTS =
      List.of("SELECT * FROM numbers", "SELECT n + 1 AS n, text FROM numbers");

  @TempDir private Path folder;
  @TempDir private Path logs;
  private BufferAllocator memory;
  private Lakehouse lakehouse;
  private QueryEngine engine;
  private RunningServer server;
  private FlightSqlClient client;

  @BeforeEach
  void start() {
    memory = new RootAllocator();
    lakehouse = Lakehouse.open(folder.toString());
    engine = QueryEngine.open(lakehouse, memory);
    ServerConfig config = RunningServer.config(logs.resolve("queries"), SecurityConfig.defaults());
    server = RunningServer.over(lakehouse, engine::prepare, config);
    client = server.openClient(memory);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    engine.close();
    lakehouse.close();
    memory.close();
  }

  /** Numbers from 0, and a late row. */
  private void write(int rows) throws IOException {
    List<List<@Nullable Object>> base = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      base.add(row("key-%07d".formatted(i), "2000-01-01T00:00:00.000Z", i, "text " + i * 7919L));
    }
    new TestTable("n Int", "text String")
        .write(folder, "numbers", base, List.of(row("key-7", "2019-01-01", -1, "late")));
  }

  @Test
  void aFileThatIsDamagedInTheMiddleEndsTheStreamInAnError() throws Exception {
    write(ROWS);
    assertThat(rows(STATEMENTS.get(0))).isEqualTo(ROWS + 1);
    damageTheMiddle(folder.resolve("numbers/base.parquet"));

    for (String sql : STATEMENTS) {
      assertThatThrownBy(() -> rows(sql))
          .isInstanceOfSatisfying(
              FlightRuntimeException.class,
              e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.INTERNAL));
    }

    List<String> logged = Files.readAllLines(logs.resolve("queries"));
    assertThat(logged).hasSize(3);
    assertThat(logged.get(0)).contains("\"rows\":" + (ROWS + 1)).contains("\"outcome\":\"OK\"");
    assertThat(logged.subList(1, 3))
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("\"outcome\":\"FAILED\"")
                    .doesNotContain("\"error\":null"));
    assertThat(server.memory().getAllocatedMemory()).isZero();
  }

  /** Everything but the first tenth and the footer with what is around it. */
  private static void damageTheMiddle(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 10, bytes.length * 8 / 10, (byte) 0x5a);
    Files.write(file, bytes);
  }

  private long rows(String sql) throws Exception {
    try (FlightStream stream =
        client.getStream(client.execute(sql).getEndpoints().get(0).getTicket())) {
      long rows = 0;
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
      return rows;
    }
  }

  @Test
  void aChangeWhoseClientGivesUpEndsAndChangesNothing() throws Exception {
    write(20_000);
    client.executeUpdate("CREATE TABLE copy (n BIGINT)");
    assertThatThrownBy(
            () ->
                client.executeUpdate(
                    "INSERT INTO copy (key, event_time, n)"
                        + " SELECT a.key || b.key, a.event_time, a.n FROM numbers a"
                        + " JOIN numbers b ON MOD(a.n, 2) = MOD(b.n, 2)",
                    CallOptions.timeout(1_500, TimeUnit.MILLISECONDS)))
        .isInstanceOf(FlightRuntimeException.class);

    List<String> logged = Files.readAllLines(logs.resolve("queries"));
    while (logged.size() < 2) {
      TimeUnit.MILLISECONDS.sleep(5);
      logged = Files.readAllLines(logs.resolve("queries"));
    }
    assertThat(logged.get(1))
        .contains("\"kind\":\"update\"")
        .contains("\"peer\":\"127.0.0.1\"")
        .contains("\"outcome\":\"TIMED_OUT\"");
    assertThat(rows("SELECT * FROM copy")).isZero();
    assertThat(server.memory().getAllocatedMemory()).isZero();
  }
}

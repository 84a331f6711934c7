package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose process is asked to end, or is killed. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
@Timeout(120)
final class ServeSignalsTest {
  private static final String SHUTTING_DOWN = "The server is shutting down; try again later";
  private static final int ROWS = 1 << 16;

  /** Far more than what may wait between the server and a client that reads nothing. */
  private static final String LARGE =
      "SELECT REPEAT(a.key, 1000) AS text FROM readings a, readings b, readings c, readings d,"
          + " readings e, readings f, readings g, readings h";

  /** Makes a table that many can read at the same time. */
  private static final List<String> MAKE_MANY =
      List.of(
          "CREATE TABLE many (n BIGINT)",
          "INSERT INTO many (key) SELECT a.key || b.key || c.key || d.key || e.key || f.key ||"
              + " g.key FROM readings a, readings b, readings c, readings d, readings e, readings"
              + " f, readings g");

  /** Still more than may wait on the way. */
  private static final String MANY = "SELECT REPEAT(key, 100) AS text FROM many";

  private static final int ROWS_OF_ONE = 1 << 14;

  private static final long PAUSE_NANOS = 50_000_000;

  @TempDir private Path folder;

  private Path lakehouse;

  @BeforeEach
  void write() throws IOException {
    lakehouse = folder.resolve("lake");
    TestTable.write(lakehouse);
  }

  @Test
  void whatRunsEndsWhenTheProcessIsAskedToEndAndNothingNewBegins() throws Exception {
    try (ServeProcess server = start("server", List.of("server.shutdown-grace = 1m"), 0);
        Connection reading = DriverManager.getConnection(server.url());
        Connection other = DriverManager.getConnection(server.url());
        BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = client(memory, server);
        FlightStream stream = client.getStream(ticket(client, LARGE));
        Statement statement = reading.createStatement();
        ResultSet result = statement.executeQuery(LARGE)) {
      assertThat(stream.next()).isTrue();
      assertThat(result.next()).isTrue();
      assertThat(count(other)).isEqualTo(4);

      server.terminate();
      while (isUp(other)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }

      assertThatThrownBy(() -> count(other)).hasMessageContaining(SHUTTING_DOWN);
      assertThatThrownBy(
              () -> {
                try (Connection late = DriverManager.getConnection(server.url())) {
                  count(late);
                }
              })
          .hasMessageContaining(SHUTTING_DOWN);
      assertThatThrownBy(() -> client.execute("SELECT 1"))
          .isInstanceOfSatisfying(
              FlightRuntimeException.class,
              e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE))
          .hasMessage(SHUTTING_DOWN);
      assertThat(server.isAlive()).isTrue();

      int rows = stream.getRoot().getRowCount();
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
      assertThat(rows).isEqualTo(ROWS);
      int rowsOfJdbc = 1;
      while (result.next()) {
        rowsOfJdbc++;
      }
      assertThat(rowsOfJdbc).isEqualTo(ROWS);

      server.outcome().succeeded();
    }
  }

  @Test
  void sixtyFourClientsReadTheirResultsToTheEndAndBeginNothingNew() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<String> settings = List.of("server.shutdown-grace = 1m", "arrow.memory = 2GB");
    try (ServeProcess server = start("server", settings, 0);
        BufferAllocator memory = new RootAllocator()) {
      try (FlightSqlClient client = client(memory, server)) {
        MAKE_MANY.forEach(client::executeUpdate);
      }
      List<CompletableFuture<ReadingClient>> clients = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        clients.add(
            CompletableFuture.supplyAsync(
                () -> new ReadingClient(client(memory, server)), threads));
      }
      for (CompletableFuture<ReadingClient> client : clients) {
        client.get();
      }
      server.terminate();
      List<CompletableFuture<Void>> refused = new ArrayList<>();
      for (CompletableFuture<ReadingClient> client : clients) {
        refused.add(client.thenAcceptAsync(ReadingClient::awaitRefusal, threads));
      }
      for (CompletableFuture<Void> each : refused) {
        each.get();
      }
      assertThat(server.isAlive()).isTrue();

      for (CompletableFuture<ReadingClient> client : clients) {
        assertThat(client.get().readToTheEnd()).isEqualTo(ROWS_OF_ONE);
        client.get().close();
      }
      server.outcome().succeeded();
    } finally {
      threads.shutdown();
    }
  }

  /** Has begun to read. */
  private static final class ReadingClient implements AutoCloseable {
    private final FlightSqlClient client;
    private final FlightStream stream;
    private int rows;

    ReadingClient(FlightSqlClient client) {
      this.client = client;
      this.stream = client.getStream(ticket(client, MANY));
      assertThat(stream.next()).isTrue();
      rows = stream.getRoot().getRowCount();
    }

    void awaitRefusal() {
      while (isUp(client)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      assertThatThrownBy(() -> client.execute("SELECT 1"))
          .isInstanceOfSatisfying(
              FlightRuntimeException.class,
              e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE))
          .hasMessage(SHUTTING_DOWN);
    }

    int readToTheEnd() {
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
      return rows;
    }

    @Override
    public void close() throws Exception {
      stream.close();
      client.close();
    }
  }

  @Test
  void aSecondSignalEndsTheProcessAtOnce() throws Exception {
    try (ServeProcess server = start("server", List.of("server.shutdown-grace = 1h"), 0);
        BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = client(memory, server);
        FlightStream stream = client.getStream(ticket(client, LARGE))) {
      assertThat(stream.next()).isTrue();
      server.terminate();
      while (isUp(client)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      server.terminate();

      assertThat(server.outcome().exitCode()).isEqualTo(143);
    }
  }

  @Test
  void poolsAndTokensOutliveAServerThatIsKilled() throws Exception {
    Azof.in(folder).typing("correct horse").run("user", "add", "ann", "--users-file", "users");
    List<String> settings =
        List.of(
            "auth.users-file = " + folder.resolve("users"),
            "auth.token-key-file = " + folder.resolve("keys"));
    ServeProcess first = start("first", settings, 0);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(first.url());
    config.setUsername("ann");
    config.setPassword("correct horse");
    config.setMaximumPoolSize(3);
    config.setConnectionTimeout(5_000);
    config.setValidationTimeout(1_000);
    try (HikariDataSource pool = new HikariDataSource(config);
        BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = client(memory, first)) {
      CredentialCallOption token = login(memory, first);
      assertThat(count(pool)).isEqualTo(4);
      client.execute("SELECT 1", token);

      first.kill();
      assertThatThrownBy(() -> client.execute("SELECT 1", token))
          .isInstanceOf(FlightRuntimeException.class);
      try (ServeProcess second = start("second", settings, first.port());
          FlightSqlClient next = client(memory, second)) {
        while (!isUp(pool)) {
          LockSupport.parkNanos(PAUSE_NANOS); // gRPC waits a moment before it connects again
        }
        for (int i = 0; i < 10; i++) {
          assertThat(count(pool)).isEqualTo(4);
        }
        next.execute("SELECT 1", token);
        assertThatThrownBy(() -> next.execute("SELECT 1"))
            .isInstanceOfSatisfying(
                FlightRuntimeException.class,
                e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAUTHENTICATED));
      }
    }
  }

  @Test
  void aPoolWhoseConnectionsHaveSetATimeNeverAsksAboutAnotherOne() throws Exception {
    ServeProcess first = start("first", List.of(), 0);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(first.url());
    config.setConnectionInitSql("SET as_of = '1999-01-01'");
    config.setMaximumPoolSize(3);
    config.setConnectionTimeout(5_000);
    config.setValidationTimeout(1_000);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      assertThat(count(pool)).isZero();
      first.kill();
      try (ServeProcess second = start("second", List.of(), first.port())) {
        int answers = 0;
        while (answers < 10) {
          try {
            assertThat(count(pool)).isZero();
            answers++;
          } catch (SQLException e) {
            assertThat(e.getMessage()).contains("UNAVAILABLE");
            LockSupport.parkNanos(PAUSE_NANOS);
          }
        }
        assertThat(second.isAlive()).isTrue();
      }
    }
  }

  private ServeProcess start(String name, List<String> settings, int port) throws IOException {
    return ServeProcess.start(folder.resolve(name), lakehouse, settings, port);
  }

  private static FlightSqlClient client(BufferAllocator memory, ServeProcess server) {
    return new FlightSqlClient(flight(memory, server));
  }

  private static CredentialCallOption login(BufferAllocator memory, ServeProcess server)
      throws InterruptedException {
    try (FlightClient flight = flight(memory, server)) {
      return flight.authenticateBasicToken("ann", "correct horse").orElseThrow();
    }
  }

  private static FlightClient flight(BufferAllocator memory, ServeProcess server) {
    return FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", server.port()))
        .build();
  }

  private static Ticket ticket(FlightSqlClient client, String sql) {
    return client.execute(sql).getEndpoints().get(0).getTicket();
  }

  private static boolean isUp(FlightSqlClient client) {
    try {
      client.execute("SELECT 1");
      return true;
    } catch (FlightRuntimeException e) {
      return false;
    }
  }

  private static boolean isUp(Connection connection) {
    try {
      return count(connection) == 4;
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean isUp(HikariDataSource pool) {
    try {
      return count(pool) == 4;
    } catch (SQLException e) {
      return false;
    }
  }

  private static int count(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return count(connection);
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM readings")) {
      assertThat(result.next()).isTrue();
      return result.getInt(1);
    }
  }
}

package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.ServerConfig;
import io.azof.sql.PreparedQuery;
import io.azof.sql.catalog.SessionSettings;
import io.azof.storage.Lakehouse;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server starts and stops. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class LifecycleTest {
  private static final Schema NUMBERS =
      new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));

  private static PreparedQuery noPlanner(String sql, SessionSettings settings) {
    throw new AssertionError(sql);
  }

  private Lakehouse lakehouse;
  private BufferAllocator clientMemory;

  @BeforeEach
  void open() {
    lakehouse = Lakehouse.open(new MemoryObjectStore());
    clientMemory = new RootAllocator();
  }

  @AfterEach
  void close() {
    lakehouse.close();
    clientMemory.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void anAddressThatOthersCanReachIsRefused(String host) {
    assertThatThrownBy(() -> open(RunningServer.config(host, Duration.ZERO)))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessage(
            "Azof refuses to listen on \""
                + host
                + "\", where other machines could reach it, without authentication: set"
                + " auth.users-file to a file that azof user add makes, or server.host to"
                + " 127.0.0.1; or, where nothing else is possible,"
                + " server.let-other-machines-in-without-authentication to true");
  }

  @Test
  void aHostThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> open(RunningServer.config("no such host", Duration.ZERO)))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining("\"no such host\"");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerConfig free = RunningServer.config("127.0.0.1", Duration.ZERO);
      ServerConfig config =
          new ServerConfig(
              free.lakehouse(),
              free.host(),
              taken.getLocalPort(),
              free.shutdownGrace(),
              free.concurrentQueriesMax(),
              free.preparedStatementsMax(),
              free.preparedStatementIdle(),
              free.sessionsMax(),
              free.sessionIdle(),
              free.arrowBytesMax(),
              Optional.empty(),
              free.queryLogFile(),
              free.limits(),
              free.keepalive(),
              free.monitoring(),
              free.security(),
              free.query(),
              free.storage());

      assertThatThrownBy(() -> open(config))
          .isInstanceOf(AzofException.class)
          .hasMessageStartingWith("Cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  private void open(ServerConfig config) {
    try (BufferAllocator memory = new RootAllocator()) {
      AzofServer.open(
              config,
              lakehouse,
              LifecycleTest::noPlanner,
              memory,
              RunningServer.CLOCK,
              RunningServer.ids())
          .close();
    }
  }

  private static ServerConfig config(Path lakehouse, String host) {
    ServerConfig free = RunningServer.config(host, Duration.ZERO);
    return new ServerConfig(
        lakehouse.toString(),
        free.host(),
        0,
        free.shutdownGrace(),
        1,
        1,
        free.preparedStatementIdle(),
        free.sessionsMax(),
        free.sessionIdle(),
        free.arrowBytesMax(),
        Optional.empty(),
        free.queryLogFile(),
        free.limits(),
        free.keepalive(),
        free.monitoring(),
        free.security(),
        free.query(),
        free.storage());
  }

  @Test
  void aServerOpensAndClosesAllThatItNeeds(@TempDir Path folder) {
    ServerConfig config = config(folder, "localhost");

    AzofServer server = AzofServer.open(config, RunningServer.CLOCK, RunningServer.ids());
    assertThat(server.port()).isPositive();
    server.close();
    server.close();
  }

  @Test
  void aMissingLakehouseStopsTheStart(@TempDir Path folder) {
    Path missing = folder.resolve("missing");
    ServerConfig config = config(missing, "127.0.0.1");

    assertThatThrownBy(() -> AzofServer.open(config, RunningServer.CLOCK, RunningServer.ids()))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void aStreamThatRunsMayEndWithinTheGrace() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    GeneratedQuery query =
        new GeneratedQuery(
            NUMBERS,
            (root, number) -> {
              closing.await();
              ((BigIntVector) root.getVector(0)).setSafe(0, number);
              root.setRowCount(1);
              return number < 3;
            });
    RunningServer server =
        RunningServer.over(
            lakehouse, sql -> query, RunningServer.config("127.0.0.1", Duration.ofSeconds(30)));
    try (FlightSqlClient client = server.openClient(clientMemory);
        FlightStream stream =
            client.getStream(client.execute("q").getEndpoints().get(0).getTicket())) {
      CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
      closing.countDown();
      int rows = 0;
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
      assertThat(rows).isEqualTo(3);
      closed.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aStreamThatRunsOnIsStoppedAfterTheGraceAndSaysWhy() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    GeneratedQuery stuck =
        new GeneratedQuery(
            NUMBERS,
            (root, number) -> {
              reached.countDown();
              return new CountDownLatch(1).await(1, TimeUnit.HOURS);
            });
    RunningServer server =
        RunningServer.over(
            lakehouse, sql -> stuck, RunningServer.config("127.0.0.1", Duration.ofMillis(50)));
    try (FlightSqlClient client = server.openClient(clientMemory);
        FlightStream stream =
            client.getStream(client.execute("q").getEndpoints().get(0).getTicket())) {
      reached.await();
      CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);

      assertThatThrownBy(stream::next)
          .isInstanceOfSatisfying(
              FlightRuntimeException.class,
              e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE))
          .hasMessage("The server is shutting down; try again later");
      closed.get(20, TimeUnit.SECONDS);
    }
    assertThat(stuck.openReaders()).isZero();
  }
}

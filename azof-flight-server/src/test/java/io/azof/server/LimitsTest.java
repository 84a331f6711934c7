package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.server.config.LimitsConfig;
import io.azof.storage.Lakehouse;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a statement may take of a server, and what it is told that takes more. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
@Timeout(60)
final class LimitsTest {
  private static final Schema NUMBERS =
      new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));

  private Lakehouse lakehouse;
  private BufferAllocator clientMemory;
  private MovableClock clock;

  @BeforeEach
  void open() {
    lakehouse = Lakehouse.open(new MemoryObjectStore());
    clientMemory = new RootAllocator();
    clock = new MovableClock(RunningServer.CLOCK.instant());
  }

  @AfterEach
  void close() {
    lakehouse.close();
    clientMemory.close();
  }

  @Test
  void statementsBeyondTheLimitAreRefused() throws Exception {
    CountDownLatch running = new CountDownLatch(8);
    GeneratedQuery stuck = stuck(running);

    try (RunningServer server = RunningServer.over(lakehouse, sql -> stuck);
        FlightSqlClient client = server.openClient(clientMemory)) {
      List<FlightStream> streams = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        streams.add(stream(client));
      }
      running.await();
      for (int i = 0; i < 8; i++) { // these wait
        streams.add(stream(client));
      }
      while (server.server().queuedCount() < 8) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      try (FlightStream refused = stream(client)) {
        assertFails(
            refused,
            FlightStatusCode.RESOURCE_EXHAUSTED,
            "The server runs 8 statements, which is the limit, and 8 wait; try again later, or"
                + " raise server.concurrent-queries or server.queued-queries");
      }
      for (FlightStream stream : streams) {
        stream.close();
      }
      while (stuck.openReaders() > 0 || server.memory().getAllocatedMemory() > 0) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  @Test
  void aStatementThatWorksForTooLongIsStopped() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    GeneratedQuery stuck = stuck(reached);

    try (RunningServer server = open(stuck, 1, limits());
        FlightSqlClient client = server.openClient(clientMemory);
        FlightStream stream = stream(client)) {
      reached.await();
      clock.advance(Duration.ofMinutes(61));

      assertFails(
          stream,
          FlightStatusCode.TIMED_OUT,
          "The statement has worked for 3600 s, which is the limit; ask for less, or raise"
              + " server.query-time");
    }
    assertThat(stuck.openReaders()).isZero();
  }

  @Test
  void aResultWhoseClientTakesNothingForTooLongIsEnded() throws Exception {
    GeneratedQuery endless = new GeneratedQuery(NUMBERS, (root, number) -> fill(root, 100_000));

    try (RunningServer server = open(endless, 1, limits(Duration.ZERO));
        FlightSqlClient client = server.openClient(clientMemory);
        FlightStream stream = stream(client)) {
      assertThat(stream.next()).isTrue();
      while (endless.openReaders() > 0) { // it may still fill what the network takes by itself
        clock.advance(Duration.ofMinutes(31));
        TimeUnit.MILLISECONDS.sleep(200);
      }

      assertThatThrownBy(
              () -> {
                while (stream.next()) {
                  assertThat(stream.getRoot().getRowCount()).isEqualTo(100_000);
                }
              })
          .hasMessageContaining("server.result-idle");
    }
    assertThat(endless.openReaders()).isZero();
  }

  @Test
  void aStatementThatWaitsForTooLongIsRefused() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    GeneratedQuery stuck = stuck(reached);

    try (RunningServer server = open(stuck, 1, limits());
        FlightSqlClient client = server.openClient(clientMemory);
        FlightStream running = stream(client)) {
      reached.await();
      try (FlightStream waiting = stream(client)) {
        while (server.server().queuedCount() == 0) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
        clock.advance(Duration.ofSeconds(11));

        assertFails(
            waiting,
            FlightStatusCode.RESOURCE_EXHAUSTED,
            "The statement has waited 10 s for others to end, which is the limit; try again later,"
                + " or raise server.concurrent-queries or server.queue-time");
      }
      running.cancel("enough", null);
    }
  }

  @Test
  void thoseThatReadMuchLeaveRoomForThoseThatDoNot() throws Exception {
    int longMax = 2 * Runtime.getRuntime().availableProcessors();
    CountDownLatch reached = new CountDownLatch(longMax);
    GeneratedQuery stuck = stuck(reached).foreseen(1_000_000);
    GeneratedQuery little =
        new GeneratedQuery("little", NUMBERS, (root, number) -> number < 1 && fill(root, 1));

    try (RunningServer server =
            RunningServer.over(
                lakehouse,
                sql -> sql.equals("little") ? little : stuck,
                RunningServer.config(longMax + 1, limits()));
        FlightSqlClient client = server.openClient(clientMemory)) {
      List<FlightStream> streams = new ArrayList<>();
      for (int i = 0; i < longMax + 4; i++) {
        streams.add(stream(client));
      }
      reached.await();
      while (stuck.openReaders() < longMax + 4) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      try (FlightStream stream =
          client.getStream(client.execute("little").getEndpoints().get(0).getTicket())) {
        assertThat(stream.next()).isTrue();
        assertThat(stream.next()).isFalse();
      }
      for (FlightStream stream : streams) {
        stream.close();
      }
    }
    assertThat(stuck.openReaders()).isZero();
  }

  @Test
  void aStatementThatTakesMoreMemoryThanOneMayIsStopped() throws Exception {
    GeneratedQuery greedy = new GeneratedQuery(NUMBERS, (root, number) -> fill(root, 5_000_000));
    GeneratedQuery modest =
        new GeneratedQuery("modest", NUMBERS, (root, number) -> number < 3 && fill(root, 1_000));

    try (RunningServer server =
            RunningServer.over(
                lakehouse,
                sql -> sql.equals("modest") ? modest : greedy,
                RunningServer.config(2, limits()));
        FlightSqlClient client = server.openClient(clientMemory)) {
      try (FlightStream stream = stream(client)) {
        assertFails(
            stream,
            FlightStatusCode.RESOURCE_EXHAUSTED,
            "The statement needs more than the 33554432 bytes of column memory that one may have;"
                + " ask for less, or raise arrow.query-memory");
      }
      assertThat(server.memory().getAllocatedMemory()).isZero();
      try (FlightStream stream =
          client.getStream(client.execute("modest").getEndpoints().get(0).getTicket())) {
        assertThat(stream.next()).isTrue();
      }
    }
    assertThat(greedy.openReaders()).isZero();
  }

  @Test
  void theDeadlineOfACallEndsItsWork() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    GeneratedQuery stuck = stuck(reached);

    try (RunningServer server = open(stuck, 1, limits());
        FlightSqlClient client = server.openClient(clientMemory);
        FlightStream stream =
            client.getStream(
                client.execute("q").getEndpoints().get(0).getTicket(),
                CallOptions.timeout(500, TimeUnit.MILLISECONDS))) {
      reached.await();
      assertThatThrownBy(stream::next)
          .isInstanceOfSatisfying(
              FlightRuntimeException.class,
              e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.TIMED_OUT));
      while (stuck.openReaders() > 0 || server.memory().getAllocatedMemory() > 0) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  @Test
  void messagesAndHeadersThatAreTooLongAreRefused() throws Exception {
    GeneratedQuery query = new GeneratedQuery(NUMBERS, (root, number) -> false);
    char[] text = new char[40_000];
    Arrays.fill(text, 'x');
    CallHeaders headers = new FlightCallHeaders();
    headers.insert("x-long", new String(text));

    try (RunningServer server = open(query, 1, limits());
        FlightSqlClient client = server.openClient(clientMemory)) {
      assertThat(client.execute("q").getEndpoints()).hasSize(1);
      assertThatThrownBy(() -> client.execute(new String(text)))
          .isInstanceOf(FlightRuntimeException.class)
          .hasMessageContaining("32768");
      assertThatThrownBy(() -> client.execute("q", new HeaderCallOption(headers)))
          .isInstanceOf(FlightRuntimeException.class);
      assertThat(client.execute("q").getEndpoints()).hasSize(1);
    }
  }

  private RunningServer open(GeneratedQuery query, int working, LimitsConfig limits) {
    return RunningServer.over(
        lakehouse, sql -> query, RunningServer.config(working, limits), clock);
  }

  private static LimitsConfig limits() {
    return limits(Duration.ofHours(1));
  }

  private static LimitsConfig limits(Duration queryTimeMax) {
    return new LimitsConfig(
        4,
        Duration.ofSeconds(10),
        10,
        queryTimeMax,
        Duration.ofMinutes(30),
        32L << 20,
        32 << 10,
        16 << 10);
  }

  private static GeneratedQuery stuck(CountDownLatch reached) {
    return new GeneratedQuery(
        NUMBERS,
        (root, number) -> {
          reached.countDown();
          return new CountDownLatch(1).await(1, TimeUnit.HOURS);
        });
  }

  private static void assertFails(FlightStream stream, FlightStatusCode code, String message) {
    assertThatThrownBy(stream::next)
        .isInstanceOfSatisfying(
            FlightRuntimeException.class, e -> assertThat(e.status().code()).isEqualTo(code))
        .hasMessage(message);
  }

  private static FlightStream stream(FlightSqlClient client) {
    return client.getStream(client.execute("q").getEndpoints().get(0).getTicket());
  }

  private static boolean fill(VectorSchemaRoot root, int rows) {
    BigIntVector numbers = (BigIntVector) root.getVector(0);
    numbers.allocateNew(rows);
    for (int i = 0; i < rows; i++) {
      numbers.set(i, i);
    }
    root.setRowCount(rows);
    return true;
  }
}

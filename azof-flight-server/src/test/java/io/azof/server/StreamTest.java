package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a result gets to its client, and what happens when it does not. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class StreamTest {
  private static final Schema NUMBERS =
      new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
  private static final Schema TEXTS =
      new Schema(
          List.of(
              Field.notNullable("n", new ArrowType.Int(64, true)),
              Field.nullable("text", ArrowType.Utf8.INSTANCE)));

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

  @Test
  void rowsComeWholeAndInOrderInMessagesThatEveryClientTakes() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Integer> lengths = new ArrayList<>();
    GeneratedQuery query =
        new GeneratedQuery(
            TEXTS,
            (root, number) -> {
              if (number == 6) {
                return false;
              }
              int rows = number == 3 ? 0 : 1 + random.nextInt(20_000);
              fillTexts(root, rows, random, lengths);
              return true;
            });

    try (RunningServer server = RunningServer.over(lakehouse, sql -> query);
        FlightSqlClient client = server.openClient(clientMemory);
        FlightStream stream = stream(client, client.execute("q"))) {
      int row = 0;
      while (stream.next()) {
        VectorSchemaRoot root = stream.getRoot();
        long bytes = root.getFieldVectors().stream().mapToLong(v -> v.getBufferSize()).sum();
        assertThat(bytes < 4 << 20 || root.getRowCount() == 1).as("seed %d", seed).isTrue();
        for (int i = 0; i < root.getRowCount(); i++, row++) {
          assertThat(((BigIntVector) root.getVector(0)).get(i)).isEqualTo(row);
          VarCharVector texts = (VarCharVector) root.getVector(1);
          int length = texts.isNull(i) ? -1 : texts.getValueLength(i);
          assertThat(length).as("row %d, seed %d", row, seed).isEqualTo(lengths.get(row));
        }
      }
      assertThat(row).isEqualTo(lengths.size());
    }
    assertThat(query.openReaders()).isZero();
  }

  /** Mostly short texts, some of them null, now and then one of megabytes. */
  private static void fillTexts(
      VectorSchemaRoot root, int rows, Random random, List<Integer> lengths) {
    BigIntVector numbers = (BigIntVector) root.getVector(0);
    VarCharVector texts = (VarCharVector) root.getVector(1);
    byte[] letters = new byte[5 << 20];
    for (int i = 0; i < rows; i++) {
      numbers.setSafe(i, lengths.size());
      int length =
          random.nextInt(3_000) == 0 ? random.nextInt(letters.length) : random.nextInt(300);
      if (random.nextInt(10) == 0) {
        texts.setNull(i);
        lengths.add(-1);
      } else {
        texts.setSafe(i, letters, 0, length);
        lengths.add(length);
      }
    }
    root.setRowCount(rows);
  }

  @Test
  void aQueryIsPlannedOnceForItsPlanAndItsRows() throws Exception {
    List<String> planned = new ArrayList<>();
    GeneratedQuery query = new GeneratedQuery(NUMBERS, (root, number) -> false);

    try (RunningServer server =
            RunningServer.over(
                lakehouse,
                sql -> {
                  planned.add(sql);
                  return query;
                });
        FlightSqlClient client = server.openClient(clientMemory)) {
      FlightInfo first = client.execute("first");
      for (int i = 0; i < 3; i++) {
        try (FlightStream rows = stream(client, client.execute("q" + i))) {
          assertThat(rows.next()).isFalse();
        }
      }
      assertThat(planned).containsExactly("first", "q0", "q1", "q2");
      for (int i = 0; i < 2; i++) { // a ticket may be used again
        try (FlightStream rows = stream(client, first)) {
          assertThat(rows.next()).isFalse();
        }
      }
      assertThat(planned).containsExactly("first", "q0", "q1", "q2", query.sql());
    }
  }

  @Test
  void aQueryIsPlannedAgainWhenItsRowsAreAskedForLate() throws Exception {
    List<String> planned = new ArrayList<>();
    GeneratedQuery query = new GeneratedQuery(NUMBERS, (root, number) -> false);

    try (RunningServer server =
            RunningServer.over(
                lakehouse,
                sql -> {
                  planned.add(sql);
                  return query;
                });
        FlightSqlClient client = server.openClient(clientMemory)) {
      FlightInfo late = client.execute("late");
      for (int i = 0; i < 200; i++) {
        client.execute("never fetched");
      }
      planned.clear();
      try (FlightStream rows = stream(client, late)) {
        assertThat(rows.next()).isFalse();
      }
      assertThat(planned).containsExactly(query.sql());
    }
  }

  @Test
  void anEmptyResultHasItsSchema() throws Exception {
    GeneratedQuery query = new GeneratedQuery(TEXTS, (root, number) -> false);

    try (RunningServer server = RunningServer.over(lakehouse, sql -> query);
        FlightSqlClient client = server.openClient(clientMemory);
        FlightStream stream = stream(client, client.execute("q"))) {
      assertThat(stream.getSchema()).isEqualTo(TEXTS);
      assertThat(stream.next()).isFalse();
    }
  }

  @Test
  void anErrorMidwayEndsTheStreamInThatError() throws Exception {
    GeneratedQuery query =
        new GeneratedQuery(
            NUMBERS,
            (root, number) -> {
              if (number == 3) {
                throw new AzofException(ErrorCode.DATA_FILE_CORRUPT, "File \"x\" is truncated");
              }
              return fillNumbers(root, 1_000);
            });

    try (RunningServer server = RunningServer.over(lakehouse, sql -> query);
        FlightSqlClient client = server.openClient(clientMemory);
        FlightStream stream = stream(client, client.execute("q"))) {
      assertThatThrownBy(
              () -> {
                while (stream.next()) {
                  assertThat(stream.getRoot().getRowCount()).isEqualTo(1_000);
                }
              })
          .isInstanceOfSatisfying(
              FlightRuntimeException.class,
              e -> {
                assertThat(e.status().code()).isEqualTo(FlightStatusCode.INTERNAL);
                assertThat(e.status().description()).isEqualTo("File \"x\" is truncated");
              });
    }
    assertThat(query.openReaders()).isZero();
  }

  @Test
  void aFaultOfTheServerShowsOnlyAnId() throws Exception {
    GeneratedQuery query =
        new GeneratedQuery(
            NUMBERS,
            (root, number) -> {
              throw new IllegalStateException("secret");
            });

    try (RunningServer server = RunningServer.over(lakehouse, sql -> query);
        FlightSqlClient client = server.openClient(clientMemory);
        FlightStream stream = stream(client, client.execute("q"))) {
      assertThatThrownBy(stream::next)
          .hasMessageMatching(
              "Internal error id-\\d+; this is a fault of the server, whose log has the details"
                  + " under this id");
    }
  }

  @Test
  void aResultOfAnotherSchemaThanPromisedIsAnError() throws Exception {
    GeneratedQuery actual = new GeneratedQuery(TEXTS, (root, number) -> false);
    GeneratedQuery promised = new GeneratedQuery(NUMBERS, (root, number) -> false);
    io.azof.sql.PreparedQuery lying = new LyingQuery(promised, actual);

    try (RunningServer server = RunningServer.over(lakehouse, sql -> lying);
        FlightSqlClient client = server.openClient(clientMemory);
        FlightStream stream = stream(client, client.execute("q"))) {
      assertThatThrownBy(stream::next).hasMessageMatching("Internal error id-\\d+; .*");
    }
    assertThat(actual.openReaders()).isZero();
  }

  @Test
  void aSlowClientDoesNotFillTheMemory() throws Exception {
    GeneratedQuery query =
        new GeneratedQuery(NUMBERS, (root, number) -> number < 200 && fillNumbers(root, 200_000));

    try (RunningServer server = RunningServer.over(lakehouse, sql -> query);
        FlightSqlClient client = server.openClient(clientMemory)) {
      long rows = 0;
      try (FlightStream stream = stream(client, client.execute("q"))) {
        assertThat(stream.next()).isTrue();
        rows += stream.getRoot().getRowCount();
        new CountDownLatch(1).await(1, TimeUnit.SECONDS); // the client does something else
        assertThat(server.memory().getAllocatedMemory()).isLessThan(32 << 20);
        while (stream.next()) {
          rows += stream.getRoot().getRowCount();
        }
      }
      assertThat(rows).isEqualTo(200 * 200_000);
      assertThat(server.memory().getPeakMemoryAllocation()).isLessThan(48L << 20);
    }
  }

  @Test
  void cancellingWhileTheClientIsSlowGivesEverythingBack() throws Exception {
    GeneratedQuery endless =
        new GeneratedQuery(NUMBERS, (root, number) -> fillNumbers(root, 200_000));

    try (RunningServer server = RunningServer.over(lakehouse, sql -> endless);
        FlightSqlClient client = server.openClient(clientMemory)) {
      try (FlightStream stream = stream(client, client.execute("q"))) {
        assertThat(stream.next()).isTrue();
        stream.cancel("enough", null);
        awaitIdle(server, endless);
      }
    }
  }

  @Test
  void cancellingWhileABatchIsMadeGivesEverythingBack() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    GeneratedQuery stuck =
        new GeneratedQuery(
            NUMBERS,
            (root, number) -> {
              reached.countDown();
              return new CountDownLatch(1).await(1, TimeUnit.HOURS);
            });

    try (RunningServer server = RunningServer.over(lakehouse, sql -> stuck);
        FlightSqlClient client = server.openClient(clientMemory)) {
      try (FlightStream stream = stream(client, client.execute("q"))) {
        reached.await();
        stream.cancel("enough", null);
        awaitIdle(server, stuck);
      }
    }
  }

  @Test
  void aClientThatGoesAwayIsNoticed() throws Exception {
    GeneratedQuery endless =
        new GeneratedQuery(NUMBERS, (root, number) -> fillNumbers(root, 200_000));

    try (RunningServer server = RunningServer.over(lakehouse, sql -> endless);
        Wire wire = new Wire(server.server().port());
        FlightSqlClient client = RunningServer.openClient(clientMemory, wire.port());
        FlightStream stream = stream(client, client.execute("q"))) {
      assertThat(stream.next()).isTrue();
      wire.cut();
      awaitIdle(server, endless);
    }
  }

  private static FlightStream stream(FlightSqlClient client, FlightInfo info) {
    assertThat(info.getEndpoints()).hasSize(1);
    assertThat(info.getEndpoints().get(0).getLocations()).isEmpty();
    return client.getStream(info.getEndpoints().get(0).getTicket());
  }

  private static boolean fillNumbers(VectorSchemaRoot root, int rows) {
    BigIntVector numbers = (BigIntVector) root.getVector(0);
    numbers.allocateNew(rows);
    for (int i = 0; i < rows; i++) {
      numbers.set(i, i);
    }
    root.setRowCount(rows);
    return true;
  }

  /** Waits, for two seconds at most, until nothing of the statement is left. */
  private static void awaitIdle(RunningServer server, GeneratedQuery query)
      throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      if (query.openReaders() == 0 && server.memory().getAllocatedMemory() == 0) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(query.openReaders()).isZero();
    assertThat(server.memory().getAllocatedMemory()).isZero();
  }

  /** Promises one schema and delivers another. */
  private record LyingQuery(io.azof.sql.PreparedQuery promised, GeneratedQuery actual)
      implements io.azof.sql.PreparedQuery {
    @Override
    public String sql() {
      return "lying";
    }

    @Override
    public Schema schema() {
      return promised.schema();
    }

    @Override
    public Schema parameterSchema() {
      return promised.parameterSchema();
    }

    @Override
    public org.apache.arrow.vector.ipc.ArrowReader openReader(
        BufferAllocator parent,
        List<@org.jspecify.annotations.Nullable Object> parameters,
        java.util.function.Consumer<io.azof.storage.model.Traffic> traffic) {
      return actual.openReader(parent, parameters, traffic);
    }
  }
}

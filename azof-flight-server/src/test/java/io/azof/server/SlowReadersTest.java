package io.azof.server;

import static io.azof.server.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.server.config.LimitsConfig;
import io.azof.storage.Lakehouse;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take a little of their results and then nothing for long. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
@Timeout(60)
final class SlowReadersTest {
  private static final int READERS = 20;

  /** A quarter of them. */
  private static final int WORKING_MAX = 5;

  private static final int BATCH_ROWS = 200_000;
  private static final long BATCH_BYTES = BATCH_ROWS * 8L;

  /** What waits for the network, a message on top, and the batch that is cut. */
  private static final long READER_BYTES_MAX = (4L << 20) + (2L << 20) + 2 * BATCH_BYTES;

  private static final Schema NUMBERS =
      new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));

  @Test
  void takeNoThreadAndLittleMemoryFromOthersAndGetAllRows() throws Exception {
    int batches = 30;
    GeneratedQuery large =
        new GeneratedQuery(
            "large", NUMBERS, (root, number) -> number < batches && fill(root, BATCH_ROWS));
    GeneratedQuery small =
        new GeneratedQuery("small", NUMBERS, (root, number) -> number < 1 && fill(root, 1));

    try (Lakehouse lakehouse = Lakehouse.open(new MemoryObjectStore());
        BufferAllocator clientMemory = new RootAllocator();
        RunningServer server =
            RunningServer.over(
                lakehouse,
                sql -> sql.equals("large") ? large : small,
                RunningServer.config(WORKING_MAX, RunningServer.limits(WORKING_MAX)));
        Resources opened = new Resources()) {
      List<FlightSqlClient> clients = new ArrayList<>();
      List<FlightStream> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        FlightSqlClient client = opened.add(server.openClient(clientMemory));
        clients.add(client);
        FlightStream reader = opened.add(stream(client, "large"));
        readers.add(reader);
        assertThat(reader.next()).isTrue();
      }
      awaitParked(server, READERS);
      assertThat(server.memory().getAllocatedMemory()).isLessThan(READERS * READER_BYTES_MAX);

      for (int i = 0; i < 20; i++) {
        assertThat(rows(clients.get(i), "small")).isEqualTo(1);
      }

      awaitParked(server, READERS);
      assertThat(server.memory().getAllocatedMemory()).isLessThan(READERS * READER_BYTES_MAX);
      for (FlightStream reader : readers) {
        long rows = reader.getRoot().getRowCount();
        while (reader.next()) {
          rows += reader.getRoot().getRowCount();
        }
        assertThat(rows).isEqualTo((long) batches * BATCH_ROWS);
      }
      assertThat(server.memory().getPeakMemoryAllocation())
          .isLessThan((READERS + WORKING_MAX) * READER_BYTES_MAX);
      assertThat(large.openReaders()).isZero();
    }
  }

  @Test
  void ofTheSqlEngineDoNotKeepItFromOthers(@TempDir Path folder) throws Exception {
    List<List<@Nullable Object>> base = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      base.add(
          row(
              "key-" + i,
              "2000-01-01T00:00:00.000Z",
              i,
              "a text that takes some room, number " + i));
    }
    new TestTable("n Int", "text String").write(folder, "numbers", base, base.subList(0, 1));
    String large = "SELECT n + 1 AS n, repeat(text, 5) AS text FROM numbers";

    try (BufferAllocator clientMemory = new RootAllocator();
        RunningServer server =
            RunningServer.over(
                folder, WORKING_MAX, RunningServer.limits(WORKING_MAX), RunningServer.CLOCK);
        Resources opened = new Resources()) {
      List<FlightSqlClient> clients = new ArrayList<>();
      List<FlightStream> readers = new ArrayList<>();
      int readerCount = 2 * WORKING_MAX;
      for (int i = 0; i < readerCount; i++) {
        FlightSqlClient client = opened.add(server.openClient(clientMemory));
        clients.add(client);
        FlightStream reader = opened.add(stream(client, large));
        readers.add(reader);
        assertThat(reader.next()).isTrue();
      }
      awaitParked(server, readerCount);

      assertThat(rows(clients.get(0), "SELECT count(*) + 1 FROM numbers WHERE n < 10")).isOne();

      for (int i = 0; i < readerCount; i++) {
        readers.get(i).cancel("enough", null);
        readers.get(i).close();
      }
      for (int i = 0; i < 500 && server.memory().getAllocatedMemory() > 0; i++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(server.memory().getAllocatedMemory()).isZero();
    }
  }

  @Test
  void areBoundedInNumber() throws Exception {
    GeneratedQuery endless = new GeneratedQuery(NUMBERS, (root, number) -> fill(root, BATCH_ROWS));
    LimitsConfig limits =
        new LimitsConfig(
            1,
            Duration.ofMinutes(1),
            2,
            Duration.ofHours(1),
            Duration.ofHours(1),
            128L << 20,
            16 << 20,
            64 << 10);

    try (Lakehouse lakehouse = Lakehouse.open(new MemoryObjectStore());
        BufferAllocator clientMemory = new RootAllocator();
        RunningServer server =
            RunningServer.over(lakehouse, sql -> endless, RunningServer.config(2, limits));
        FlightSqlClient client = server.openClient(clientMemory);
        FlightStream first = stream(client, "q");
        FlightStream second = stream(client, "q")) {
      assertThat(first.next()).isTrue();
      assertThat(second.next()).isTrue();
      awaitParked(server, 2);
      try (FlightStream waiting = stream(client, "q")) {
        while (server.server().queuedCount() < 1) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
        try (FlightStream refused = stream(client, "q")) {
          assertThatThrownBy(refused::next)
              .isInstanceOfSatisfying(
                  FlightRuntimeException.class,
                  e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED))
              .hasMessageContaining("server.results");
        }
        first.cancel("enough", null);
        assertThat(waiting.next()).isTrue();
      }
    }
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

  private static FlightStream stream(FlightSqlClient client, String sql) {
    return client.getStream(client.execute(sql).getEndpoints().get(0).getTicket());
  }

  private static long rows(FlightSqlClient client, String sql) throws Exception {
    try (FlightStream stream = stream(client, sql)) {
      long rows = 0;
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
      return rows;
    }
  }

  /** Waits until so many results wait for their clients. */
  private static void awaitParked(RunningServer server, int count) throws InterruptedException {
    while (server.server().waitingForClientCount() < count) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}

package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.server.config.SecurityConfig;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import io.azof.storage.StorageSettings;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.fixture.s3.Fault;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import io.grpc.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a call whose client gives it up while the store does not answer. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
@Timeout(60)
final class CancelledCallTest {
  private static final String QUERY = "SELECT a + 1 AS b FROM t";

  private final FakeS3 fake = new FakeS3("bucket");
  @TempDir private Path folder;
  private volatile CountDownLatch silent = new CountDownLatch(1);
  private BufferAllocator memory;
  private Lakehouse lakehouse;
  private QueryEngine engine;
  private RunningServer server;

  @BeforeEach
  void open() {
    memory = new RootAllocator();
    StorageSettings settings =
        new StorageSettings(fake.settings(), FileCacheSettings.defaults(), Duration.ZERO);
    TableSchema schema = new TableSchema(List.of(new Column("a", ColumnType.INT, true)));
    try (Lakehouse writing = Lakehouse.openOrCreate("s3://bucket/lake", settings)) {
      writing.createTable("t", schema, Map.of());
      try (TableWriter writer = writing.openWriter("t", memory)) {
        writer.put("k", new EventTime(1), Map.of("a", 1L));
        writer.commit();
      }
    }
    lakehouse = Lakehouse.open("s3://bucket/lake", settings);
    engine = QueryEngine.open(lakehouse, memory);
    server =
        RunningServer.over(
            lakehouse,
            engine::prepare,
            RunningServer.config(folder.resolve("queries"), SecurityConfig.defaults()));
  }

  @AfterEach
  void close() {
    server.close();
    engine.close();
    lakehouse.close();
    memory.close();
    fake.close();
  }

  @Test
  void theStoreIsNotWaitedForWhileAStatementIsPlanned(TestReporter report) throws Exception {
    try (FlightSqlClient client = server.openClient(memory)) {
      fallSilent("");
      Context.CancellableContext call = Context.current().withCancellation();
      CompletableFuture<FlightInfo> info =
          CompletableFuture.supplyAsync(
              () -> {
                Context before = call.attach();
                try {
                  return client.execute(QUERY);
                } finally {
                  call.detach(before);
                }
              });
      silent.await();
      assertThat(isStoreWaitedFor()).isTrue();

      call.cancel(null);

      assertThatThrownBy(info::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(FlightRuntimeException.class);
      awaitNothingWaits(report);
      answersAgain(client);
    }
  }

  @Test
  void theStoreIsNotWaitedForBeforeTheFirstBatch(TestReporter report) throws Exception {
    try (FlightSqlClient client = server.openClient(memory)) {
      FlightInfo info = client.execute(QUERY);
      fallSilent(".parquet");
      try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
        silent.await();
        assertThat(isStoreWaitedFor()).isTrue();
        stream.cancel("enough", null);
        awaitNothingWaits(report);
      }
      assertThat(lastLogged()).contains("\"outcome\":\"CANCELLED\",\"error\":\"CANCELLED\"");
      answersAgain(client);
    }
    assertThat(lastLogged()).contains("\"rows\":1,\"bytes\":").contains("\"outcome\":\"OK\"");
  }

  @Test
  void theStoreIsNotWaitedForByAClientThatIsGone(TestReporter report) throws Exception {
    try (Wire wire = new Wire(server.server().port());
        FlightSqlClient gone = RunningServer.openClient(memory, wire.port());
        FlightSqlClient client = server.openClient(memory)) {
      FlightInfo info = gone.execute(QUERY);
      fallSilent(".parquet");
      try (FlightStream stream = gone.getStream(info.getEndpoints().get(0).getTicket())) {
        silent.await();
        wire.cut();
        awaitNothingWaits(report);
        assertThatThrownBy(stream::next).isInstanceOf(FlightRuntimeException.class);
      }
      answersAgain(client);
    }
  }

  /** From now on the store does not answer for such objects. */
  private void fallSilent(String suffix) {
    silent = new CountDownLatch(1);
    fake.faults(
        request -> {
          if (!request.key().endsWith(suffix)) {
            return Fault.NONE;
          }
          silent.countDown();
          return Fault.of(Fault.Kind.SILENCE);
        });
  }

  private void answersAgain(FlightSqlClient client) throws Exception {
    fake.faults(request -> Fault.NONE);
    FlightInfo info = client.execute(QUERY);
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
      assertThat(stream.next()).isTrue();
      assertThat(stream.getRoot().getRowCount()).isEqualTo(1);
      assertThat(stream.next()).isFalse();
    }
  }

  /** The store gives up after 30 s by itself. */
  private void awaitNothingWaits(TestReporter report) throws InterruptedException {
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(10);
    while ((isStoreWaitedFor() || server.memory().getAllocatedMemory() > 0)
        && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    report.publishEntry("released after ms", "" + (System.nanoTime() - begin) / 1_000_000);
    assertThat(isStoreWaitedFor()).isFalse();
    assertThat(server.memory().getAllocatedMemory()).isZero();
  }

  /** Whether a thread of this process is in the object store. */
  private static boolean isStoreWaitedFor() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Stream::of)
        .anyMatch(frame -> frame.getClassName().startsWith("io.azof.storage.objectstore.s3."));
  }

  private String lastLogged() throws IOException, InterruptedException {
    Path file = folder.resolve("queries");
    while (Files.size(file) == 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    List<String> lines = Files.readAllLines(file);
    return lines.get(lines.size() - 1);
  }
}

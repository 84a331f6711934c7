package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import io.azof.storage.StorageSettings;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/** A statement whose files do not fit into the file cache beside those that others read. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class CancelledWaitTest {

  @Test
  @Timeout(120)
  void endsWhenItsClientCancelsIt(TestReporter report) throws Exception {
    try (FakeS3 fake = new FakeS3("bucket");
        BufferAllocator memory = new RootAllocator()) {
      long fileBytes = writeTwoTables(fake, memory);
      FileCacheSettings roomForOne =
          new FileCacheSettings(Optional.empty(), fileBytes * 3 / 2, 4, Duration.ofDays(1));
      try (Lakehouse lakehouse = open(fake, roomForOne);
          QueryEngine engine = QueryEngine.open(lakehouse, memory);
          RunningServer server = RunningServer.over(lakehouse, engine::prepareQuery);
          FlightSqlClient client = server.openClient(memory)) {
        try (ArrowReader other = lakehouse.table("u").scan().openReader(memory);
            FlightStream waiting = stream(client, "SELECT * FROM t")) {
          assertThat(other.loadNextBatch()).isTrue();
          while (!isWaited()) {
            LockSupport.parkNanos(1_000_000);
          }
          long begin = System.nanoTime();
          waiting.cancel("enough", null);
          while (isWaited()) {
            LockSupport.parkNanos(1_000_000);
          }
          report.publishEntry("ended after ms", "" + (System.nanoTime() - begin) / 1_000_000);
        }
        try (FlightStream next = stream(client, "SELECT * FROM t")) {
          assertThat(next.next()).isTrue();
          assertThat(next.getRoot().getRowCount()).isEqualTo(1);
        }
      }
    }
  }

  /** Whether a thread of this process waits for room. */
  private static boolean isWaited() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().equals("io.azof.storage.filecache.Turn"));
  }

  private static FlightStream stream(FlightSqlClient client, String sql) {
    FlightInfo info = client.execute(sql);
    return client.getStream(info.getEndpoints().get(0).getTicket());
  }

  private static Lakehouse open(FakeS3 fake, FileCacheSettings cache) {
    return Lakehouse.openOrCreate(
        "s3://bucket/lake", new StorageSettings(fake.settings(), cache, Duration.ZERO));
  }

  /** Gives how long the one file of each is. */
  private static long writeTwoTables(FakeS3 fake, BufferAllocator memory) {
    TableSchema schema = new TableSchema(List.of(new Column("a", ColumnType.INT, true)));
    try (Lakehouse lakehouse = open(fake, FileCacheSettings.defaults())) {
      for (String name : List.of("t", "u")) {
        lakehouse.createTable(name, schema, Map.of());
        try (TableWriter writer = lakehouse.openWriter(name, memory)) {
          writer.put("k", new EventTime(1), Map.of("a", 1L));
          writer.commit();
        }
      }
      return lakehouse
          .table("t")
          .snapshot()
          .files()
          .map(DataFile::facts)
          .map(Objects::requireNonNull)
          .mapToLong(FileFacts::bytes)
          .sum();
    }
  }
}

package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Operation;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class BackgroundCompactionTest {
  private static final TableSchema SCHEMA =
      new TableSchema(List.of(new Column("a", ColumnType.INT, true)));
  private static final Duration INTERVAL = Duration.ofMillis(5);

  @TempDir private Path folder;
  private BufferAllocator allocator;
  private Lakehouse lakehouse;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    lakehouse = Lakehouse.open(folder.toString());
  }

  @AfterEach
  void close() {
    lakehouse.close();
    allocator.close();
  }

  @Test
  void tablesAreCompactedWhenTheirSizesAskForItWhateverElseIsWrong() throws IOException {
    lakehouse.createTable("broken", SCHEMA, Map.of());
    Files.writeString(folder.resolve("broken").resolve("version.txt"), "none");
    lakehouse.createTable("t", SCHEMA, Map.of("compaction.delta-files-max", "2"));
    try (BackgroundCompaction compaction =
        BackgroundCompaction.open(lakehouse, INTERVAL, allocator)) {
      assertThat(compaction).isNotNull();
      for (int commit = 1; commit <= 3; commit++) {
        write(commit);
      }
      while (!Operation.COMPACT.equals(lastOperation())) {
        LockSupport.parkNanos(INTERVAL.toNanos());
      }
    }
    assertThat(lakehouse.table("t").snapshot().files()).hasSize(1);
  }

  @Test
  void itsThreadIsGoneWhenItIsClosed() {
    BackgroundCompaction.open(lakehouse, INTERVAL, allocator).close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("azof-compaction");
  }

  private Operation lastOperation() {
    return Objects.requireNonNull(lakehouse.table("t").snapshot().lineage()).operation();
  }

  private void write(long value) {
    try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
      writer.put("k", new EventTime(value), Map.of("a", value));
      writer.commit();
    }
  }
}

package io.azof.storage;

import static io.azof.storage.fixture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.OpenFiles;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.ReadRule;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that are closed early, late, twice, by others, or that run out of memory. */
final class ScanLifecycleTest {
  private static final int BASE_ROWS = 100_000;
  private static final int DELTA_ROWS = 70_000;

  /** So that the base is filtered, by the native reader and not. */
  private static final AsOf MIDWAY = AsOf.at(new EventTime(60_000));

  @TempDir private static Path folder;
  private static Map<String, List<List<@Nullable Object>>> rows = Map.of();
  private static Lakehouse lakehouse;

  private final BufferAllocator allocator = new RootAllocator();

  @BeforeAll
  static void writeTable() {
    rows = Map.of("base.parquet", rows(0, BASE_ROWS, 0), "d.parquet", rows(65_000, DELTA_ROWS, 1));
    new SmallTable(new LakehouseFixture(folder));
    rows.forEach(
        (name, content) -> {
          ParquetFixture file = ParquetFixture.of(SmallTable.COLUMNS, content).rowGroupRows(30_000);
          new LakehouseFixture(folder).file("t", name, file.bytes());
        });
    lakehouse = Lakehouse.open(folder.toString());
  }

  private static List<List<@Nullable Object>> rows(int firstKey, int count, int salt) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int key = firstKey + i;
      rows.add(row("key-" + key, (long) i + salt, (long) key, "text " + key + " " + salt));
    }
    return rows;
  }

  @AfterAll
  static void closesLakehouse() {
    lakehouse.close();
  }

  @AfterEach
  void leavesNothing() {
    allocator.close();
    OpenFiles.requireNone(folder);
  }

  @Test
  void theWholeStateComesInSeveralBatches() throws Exception {
    try (ArrowReader reader = open(AsOf.LATEST)) {
      assertThat(Rows.sorted(Rows.read(reader))).isEqualTo(truth(AsOf.LATEST));
      assertThat(reader.loadNextBatch()).isFalse();
      assertThat(reader.loadNextBatch()).isFalse();
    }
    assertThat(batches(AsOf.LATEST)).isGreaterThan(5);
  }

  @Test
  void aReaderMayBeClosedAfterAnyBatch() throws Exception {
    for (AsOf asOf : List.of(AsOf.LATEST, MIDWAY)) {
      int batches = batches(asOf);
      for (int read = 0; read <= batches; read++) {
        try (ArrowReader reader = open(asOf)) {
          for (int i = 0; i < read; i++) {
            assertThat(reader.loadNextBatch()).isTrue();
          }
        }
        assertThat(allocator.getAllocatedMemory()).as("after %s batches", read).isZero();
      }
    }
  }

  private int batches(AsOf asOf) throws Exception {
    int batches = 0;
    try (ArrowReader reader = open(asOf)) {
      while (reader.loadNextBatch()) {
        batches++;
        assertThat(reader.getVectorSchemaRoot().getRowCount()).isBetween(1, 65_536);
      }
    }
    return batches;
  }

  @Test
  void aReaderMayBeClosedWithoutBeingUsed() throws Exception {
    open(AsOf.LATEST).close();
    ArrowReader reader = open(AsOf.LATEST);
    assertThat(reader.getVectorSchemaRoot().getRowCount()).isZero();
    reader.close();
  }

  @Test
  void aReaderMayBeClosedTwice() throws Exception {
    ArrowReader reader = open(AsOf.LATEST);
    reader.loadNextBatch();
    reader.close();
    reader.close();
  }

  @Test
  void aClosedReaderGivesNoBatch() throws Exception {
    for (int batches = 0; batches < 2; batches++) {
      ArrowReader reader = open(AsOf.LATEST);
      for (int i = 0; i < batches; i++) {
        reader.loadNextBatch();
      }
      reader.close();
      assertThatThrownBy(reader::loadNextBatch)
          .isInstanceOfSatisfying(
              AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      reader.close();
    }
  }

  @Test
  void batchesOfSeveralReadersDoNotDisturbEachOther() throws Exception {
    try (ArrowReader one = open(AsOf.LATEST);
        ArrowReader other = open(MIDWAY)) {
      List<List<@Nullable Object>> found = new ArrayList<>();
      one.loadNextBatch();
      found.addAll(Rows.read(other));
      assertThat(Rows.sorted(found)).isEqualTo(truth(MIDWAY));
    }
  }

  @Test
  void anotherThreadMayCloseAReaderAnyTime() throws Exception {
    for (int round = 0; round < 30; round++) {
      ArrowReader reader = open(round % 2 == 0 ? AsOf.LATEST : MIDWAY);
      AtomicInteger loaded = new AtomicInteger();
      AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
      Thread loading =
          new Thread(
              () ->
                  thrown.set(
                      catchThrowable(
                          () -> {
                            while (reader.loadNextBatch()) {
                              loaded.incrementAndGet();
                            }
                          })));
      loading.start();
      int wait = round % 5;
      while (loaded.get() < wait && loading.isAlive()) {
        Thread.onSpinWait();
      }
      reader.close();
      loading.join();
      if (thrown.get() != null) {
        assertThat(thrown.get())
            .isInstanceOfSatisfying(
                AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Test
  void aReaderThatFailedFailsAgainInsteadOfEnding(@TempDir Path faulty) throws Exception {
    for (String file : List.of("base.parquet", "d.parquet")) {
      new SmallTable(new LakehouseFixture(faulty));
      List<List<@Nullable Object>> content = rows(0, 90_000, 5);
      content.set(80_000, row(null, 1L, 1L, "no key"));
      new LakehouseFixture(faulty)
          .file(
              "t",
              file,
              ParquetFixture.of(SmallTable.COLUMNS, content)
                  .rowGroupRows(10_000)
                  .withoutStatistics()
                  .uniqueKeys()
                  .bytes());
      try (Lakehouse broken = Lakehouse.open(faulty.toString());
          ArrowReader reader = broken.table("t").scan().openReader(allocator)) {
        Throwable first = catchThrowable(() -> Rows.read(reader));
        assertThat(first).isInstanceOf(AzofException.class).hasMessageContaining("t/" + file);
        for (int again = 0; again < 3; again++) {
          assertThatThrownBy(reader::loadNextBatch)
              .isInstanceOf(AzofException.class)
              .hasMessage(first.getMessage());
        }
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
      OpenFiles.requireNone(faulty);
    }
  }

  @Test
  void tooLittleMemoryIsALimitAndLeavesNothing() throws Exception {
    int reached = 0;
    boolean enough = false;
    for (long bytes = 1_000; !enough; bytes = bytes * 3 / 2) {
      try (BufferAllocator small = allocator.newChildAllocator("small", 0, bytes);
          ArrowReader reader = lakehouse.table("t").scan().asOf(AsOf.LATEST).openReader(small)) {
        enough = Rows.read(reader).size() == truth(AsOf.LATEST).size();
        assertThat(enough).isTrue();
      } catch (AzofException e) {
        assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.LIMIT_REACHED);
        assertThat(e.getMessage()).doesNotContain("\n");
        reached++;
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
    assertThat(reached).isGreaterThan(5);
  }

  @Test
  void twoHundredScansLeaveThreadsAndFilesWhereTheyWere() throws Exception {
    int threadsBefore = 0;
    for (int scan = 0; scan < 220; scan++) {
      if (scan == 20) {
        OpenFiles.requireNone(folder);
        threadsBefore = Thread.activeCount();
      }
      TableScan keys = lakehouse.table("t").scan().select(List.of("key"));
      AsOf asOf = scan % 2 == 0 ? AsOf.LATEST : MIDWAY;
      try (ArrowReader reader = keys.asOf(asOf).openReader(allocator)) {
        int wanted = scan % 3 == 0 ? scan % 4 : Integer.MAX_VALUE;
        for (int i = 0; i < wanted && reader.loadNextBatch(); i++) {}
      }
    }
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threadsBefore);
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  private ArrowReader open(AsOf asOf) {
    return lakehouse.table("t").scan().asOf(asOf).openReader(allocator);
  }

  private static List<String> truth(AsOf asOf) {
    return Rows.sorted(ReadRule.state(SmallTable.SNAPSHOT, rows, asOf));
  }
}

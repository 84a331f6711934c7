package io.azof.storage;

import static io.azof.storage.fixture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.OpenFiles;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scans of one table side by side, which have the rows of its deltas in memory once. With keys in
 * order and without, since these are merged in different ways.
 */
final class HeldRowsTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int BASE_ROWS = 60_000;
  private static final int DELTA_ROWS = 90_000;
  private static final List<AsOf> TIMES =
      List.of(AsOf.LATEST, AsOf.at(new EventTime(10_000)), AsOf.at(new EventTime(60_000)));
  private static final List<List<String>> COLUMNS =
      List.of(List.of("key", "event_time", "n", "s"), List.of("s"), List.of("n", "key"));

  private final BufferAllocator allocator = new RootAllocator();
  @TempDir private Path folder;
  private Lakehouse lakehouse = Lakehouse.open("memory:");

  private void open(boolean inOrder) {
    SmallTable table = new SmallTable(new LakehouseFixture(folder));
    ParquetFixture base = file(0, BASE_ROWS, 0);
    ParquetFixture delta = file(BASE_ROWS / 2, DELTA_ROWS, 1);
    table.base(inOrder ? base.uniqueKeys() : base);
    table.delta(inOrder ? delta.ascendingKeys() : delta);
    lakehouse.close();
    lakehouse = Lakehouse.open(folder.toString());
  }

  private static ParquetFixture file(int firstKey, int count, int salt) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int key = 100_000 + firstKey + 2 * i;
      String text = i % 7 == 0 ? null : "text " + key + " " + salt;
      rows.add(row("key-" + key, (long) i + salt, i % 5 == 0 ? null : (long) key, text));
    }
    return ParquetFixture.of(SmallTable.COLUMNS, rows).rowGroupRows(7_000);
  }

  @AfterEach
  void leavesNothing() {
    lakehouse.close();
    allocator.close();
    OpenFiles.requireNone(folder);
  }

  private ArrowReader open(AsOf asOf, List<String> columns, BufferAllocator parent) {
    return lakehouse.table("t").scan().asOf(asOf).select(columns).openReader(parent);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSecondScanOfAStateTakesNoMemoryForWhatIsHeld(boolean inOrder) throws Exception {
    open(inOrder);
    List<String> expected = alone(AsOf.LATEST, COLUMNS.get(0));
    try (BufferAllocator one = allocator.newChildAllocator("one", 0, Long.MAX_VALUE);
        BufferAllocator other = allocator.newChildAllocator("other", 0, Long.MAX_VALUE);
        ArrowReader second = open(AsOf.LATEST, COLUMNS.get(0), other)) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      try (ArrowReader first = open(AsOf.LATEST, COLUMNS.get(0), one)) {
        first.loadNextBatch();
        long heldBytes = one.getAllocatedMemory();
        second.loadNextBatch();
        assertThat(other.getAllocatedMemory()).isLessThan(heldBytes / 2);
        Rows.add(second.getVectorSchemaRoot(), rows);
      }
      assertThat(one.getAllocatedMemory()).isZero();
      rows.addAll(Rows.read(second)); // what it holds is its own now
      assertThat(Rows.sorted(rows)).isEqualTo(expected);
    }
  }

  /** Until one of them has read the footers, none of them knows the files. */
  @Test
  void scansThatAreTheFirstToReadAFileHoldItsRowsOnce() throws Exception {
    int scans = 6;
    ExecutorService threads = Executors.newFixedThreadPool(scans);
    try {
      for (int round = 0; round < 5; round++) {
        open(true);
        List<Future<ArrowReader>> opened = new ArrayList<>();
        CyclicBarrier start = new CyclicBarrier(scans);
        for (int scan = 0; scan < scans; scan++) {
          opened.add(threads.submit(() -> readFirstBatch(start)));
        }
        List<ArrowReader> readers = new ArrayList<>();
        for (Future<ArrowReader> reader : opened) {
          readers.add(reader.get());
        }
        long bytes = allocator.getAllocatedMemory();
        AutoCloseables.close(readers.subList(1, scans));
        long bytesOfOne = allocator.getAllocatedMemory();
        readers.get(0).close();
        assertThat(bytes).isLessThan(bytesOfOne * scans / 2);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private ArrowReader readFirstBatch(CyclicBarrier start) throws Exception {
    start.await();
    ArrowReader reader = open(AsOf.LATEST, COLUMNS.get(0), allocator);
    reader.loadNextBatch();
    return reader;
  }

  private List<String> alone(AsOf asOf, List<String> columns) throws Exception {
    try (ArrowReader reader = open(asOf, columns, allocator)) {
      return Rows.sorted(Rows.read(reader));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void scansThatComeAndGoAllSeeTheirOwnState(boolean inOrder) throws Exception {
    System.out.println("scans side by side: -Dazof.seed=" + SEED);
    open(inOrder);
    Map<List<Object>, List<String>> expected = new HashMap<>();
    for (AsOf asOf : TIMES) {
      for (List<String> columns : COLUMNS) {
        expected.put(List.of(asOf, columns), alone(asOf, columns));
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> scans = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        Random random = new Random((SEED + i) * 0x9E3779B97F4A7C15L);
        AsOf asOf = TIMES.get(random.nextInt(TIMES.size()));
        List<String> columns = COLUMNS.get(random.nextInt(COLUMNS.size()));
        List<String> answer = expected.getOrDefault(List.of(asOf, columns), List.of());
        Callable<?> scan =
            () -> {
              requireSame(asOf, columns, answer, random);
              return null;
            };
        scans.add(threads.submit(scan));
      }
      for (Future<?> scan : scans) {
        scan.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void aScanThatIsClosedWhileItReadsLeavesThatToTheNext() throws Exception {
    open(true);
    List<String> expected = alone(AsOf.LATEST, COLUMNS.get(0));
    for (int round = 0; round < 20; round++) {
      ArrowReader closed = open(AsOf.LATEST, COLUMNS.get(0), allocator);
      try (ArrowReader other = open(AsOf.LATEST, COLUMNS.get(0), allocator)) {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread reading = new Thread(() -> thrown.set(catchThrowable(closed::loadNextBatch)));
        reading.start();
        closed.close();
        assertThat(Rows.sorted(Rows.read(other))).isEqualTo(expected);
        reading.join();
        if (thrown.get() != null) {
          assertThat(thrown.get())
              .isInstanceOfSatisfying(
                  AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        }
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  /** Reads to the end, or goes away before. */
  private void requireSame(AsOf asOf, List<String> columns, List<String> expected, Random random)
      throws Exception {
    int batchesMax = random.nextInt(3) == 0 ? random.nextInt(4) : Integer.MAX_VALUE;
    try (BufferAllocator own = allocator.newChildAllocator("scan", 0, Long.MAX_VALUE);
        ArrowReader reader = open(asOf, columns, own)) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (int batch = 0; batch < batchesMax; batch++) {
        if (!reader.loadNextBatch()) {
          assertThat(Rows.sorted(rows)).isEqualTo(expected);
          return;
        }
        Rows.add(reader.getVectorSchemaRoot(), rows);
      }
    }
  }
}

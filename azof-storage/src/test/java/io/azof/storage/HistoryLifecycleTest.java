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
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of histories that are closed early, twice, by others, fail, or run out of memory. */
final class HistoryLifecycleTest {
  private static final int ROWS = 90_000;

  private final BufferAllocator allocator = new RootAllocator();
  @TempDir private Path folder;

  @AfterEach
  void leavesNothing() {
    allocator.close();
    OpenFiles.requireNone(folder);
  }

  /** Two files with the same keys, sorted, so that nothing has to be sorted. */
  private Lakehouse open(List<List<@Nullable Object>> newer) {
    new SmallTable(new LakehouseFixture(folder));
    write("base.parquet", rows(0));
    write("d.parquet", newer);
    return Lakehouse.open(folder.toString());
  }

  private void write(String name, List<List<@Nullable Object>> rows) {
    ParquetFixture file =
        ParquetFixture.of(SmallTable.COLUMNS, rows)
            .rowGroupRows(10_000)
            .withoutStatistics()
            .uniqueKeys();
    new LakehouseFixture(folder).file("t", name, file.bytes());
  }

  private static List<List<@Nullable Object>> rows(long millis) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(String.format(Locale.ROOT, "key-%06d", i), millis, (long) i, "text " + i));
    }
    return rows;
  }

  private ArrowReader reader(Lakehouse lakehouse) {
    return lakehouse.table("t").history().openReader(allocator, traffic -> {});
  }

  @Test
  void mayBeClosedAfterAnyNumberOfBatches() throws Exception {
    try (Lakehouse lakehouse = open(rows(1))) {
      for (int batches = 0; batches <= 3; batches++) {
        ArrowReader reader = reader(lakehouse);
        for (int i = 0; i < batches; i++) {
          assertThat(reader.loadNextBatch()).isTrue();
        }
        reader.close();
        reader.close();
        assertThat(allocator.getAllocatedMemory()).isZero();
        assertThatThrownBy(reader::loadNextBatch)
            .isInstanceOfSatisfying(
                AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      }
    }
  }

  @Test
  void anotherThreadMayCloseItAnyTime() throws Exception {
    try (Lakehouse lakehouse = open(rows(1))) {
      for (int round = 0; round < 20; round++) {
        ArrowReader reader = reader(lakehouse);
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
        while (loaded.get() < round % 4 && loading.isAlive()) {
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
  }

  @Test
  void oneThatFailedFailsAgainInsteadOfEnding() throws Exception {
    List<List<@Nullable Object>> broken = rows(1);
    broken.set(80_000, row(null, 1L, 1L, "no key"));
    try (Lakehouse lakehouse = open(broken);
        ArrowReader reader = reader(lakehouse)) {
      Throwable first = catchThrowable(() -> Rows.read(reader));
      assertThat(first).isInstanceOf(AzofException.class).hasMessageContaining("t/d.parquet");
      for (int again = 0; again < 3; again++) {
        assertThatThrownBy(reader::loadNextBatch)
            .isInstanceOf(AzofException.class)
            .hasMessage(first.getMessage());
      }
    }
  }

  @Test
  void tooLittleMemoryIsALimitAndLeavesNothing() throws Exception {
    try (Lakehouse lakehouse = open(rows(1))) {
      int reached = 0;
      boolean enough = false;
      for (long bytes = 10_000; !enough; bytes *= 3) {
        try (BufferAllocator small = allocator.newChildAllocator("small", 0, bytes)) {
          try (ArrowReader reader =
              lakehouse.table("t").history().openReader(small, traffic -> {})) {
            enough = Rows.read(reader).size() == 2 * ROWS;
          } catch (AzofException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED);
            reached++;
          }
        }
        assertThat(allocator.getAllocatedMemory()).isZero();
      }
      assertThat(reached).isPositive();
    }
  }
}

package io.azof.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of so many inputs that the engine counts them before it decides how to join them. */
final class KeptInputsTest {
  private static final String JOIN =
      "SELECT count(*) FROM a, b, c WHERE a.name = b.name AND b.i = c.i";

  private final AtomicInteger inputsClosed = new AtomicInteger();
  private BufferAllocator allocator;
  private DuckDb duckDb;

  @BeforeEach
  void open(@TempDir Path spill) {
    allocator = new RootAllocator();
    duckDb = DuckDb.open(new DuckDbSettings(256L << 20, 2, spill, List.of()));
  }

  @AfterEach
  void leavesNoMemory() {
    duckDb.close();
    allocator.close();
  }

  @Test
  void aJoinOfLargeInputsInAnyOrderEnds() throws IOException {
    // in the order in which they are named it would be the product of two of a million rows
    String sql = "SELECT count(*) FROM a, b, c WHERE a.i = c.i AND b.i = c.i";
    Map<String, QueryInput> inputs =
        Map.of("a", input(1_000_000), "b", input(1_000_000), "c", input(10));
    assertThat(rows(sql, inputs)).containsExactly(List.of(10L));
    assertThat(inputsClosed).hasValue(3);
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void throwsWhatAnInputThrew() {
    AzofException fault = new AzofException(ErrorCode.DATA_FILE_CORRUPT, "file x is damaged");
    for (String failing : List.of("a", "b", "c")) {
      Map<String, QueryInput> inputs =
          Map.of(
              "a", failing.equals("a") ? failing(fault) : input(1_000),
              "b", failing.equals("b") ? failing(fault) : input(1_000),
              "c", failing.equals("c") ? failing(fault) : input(1_000));
      assertThatThrownBy(() -> rows(JOIN, inputs)).isSameAs(fault);
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Test
  void isCancelledWhileItsInputsAreRead() throws Exception {
    for (int run = 0; run < 5; run++) {
      AtomicInteger loaded = new AtomicInteger();
      Map<String, QueryInput> inputs =
          Map.of("a", endless(loaded), "b", endless(loaded), "c", endless(loaded));
      ArrowReader reader = duckDb.openQuery(allocator, JOIN, inputs, List.of());
      List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
      Thread reading =
          new Thread(
              () -> {
                try {
                  while (reader.loadNextBatch()) {}
                } catch (IOException | RuntimeException e) {
                  thrown.add(e);
                }
              });
      reading.start();
      while (loaded.get() < 20 * run) {
        Thread.onSpinWait();
      }
      reader.close();
      reading.join();
      assertThat(thrown)
          .hasSize(1)
          .allSatisfy(
              e ->
                  assertThat(e)
                      .isInstanceOfSatisfying(
                          AzofException.class,
                          cancelled ->
                              assertThat(cancelled.code()).isEqualTo(ErrorCode.CANCELLED)));
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  private QueryInput input(int rows) {
    List<Integer> batches = new ArrayList<>();
    for (int left = rows; left > 0; left -= 10_000) {
      batches.add(Math.min(left, 10_000));
    }
    return memory -> new RowsReader(memory, batches.iterator(), inputsClosed);
  }

  private QueryInput failing(AzofException fault) {
    Iterator<Integer> batches =
        IntStream.range(0, 10)
            .map(
                n -> {
                  if (n == 3) {
                    throw fault;
                  }
                  return 1_000;
                })
            .iterator();
    return memory -> new RowsReader(memory, batches, inputsClosed);
  }

  private QueryInput endless(AtomicInteger loaded) {
    Iterator<Integer> batches =
        IntStream.generate(
                () -> {
                  loaded.incrementAndGet();
                  return 1_000;
                })
            .iterator();
    return memory -> new RowsReader(memory, batches, inputsClosed);
  }

  private List<List<Object>> rows(String sql, Map<String, QueryInput> inputs) throws IOException {
    return ReadRows.of(duckDb.openQuery(allocator, sql, inputs, List.of()));
  }
}

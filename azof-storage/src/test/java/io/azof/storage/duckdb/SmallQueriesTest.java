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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SmallQueriesTest {
  private static final int ROWS_MAX = (int) SmallInputs.ROWS_MAX;

  private final AtomicInteger inputsClosed = new AtomicInteger();
  private BufferAllocator allocator;
  private DuckDb duckDb;

  @BeforeEach
  void open(@TempDir Path spill) {
    DuckDbSettings settings = DuckDbSettings.ofQueries(256L << 20, 2, spill);
    assertThat(settings.smallQueryBytes()).isEqualTo(32L << 20);
    allocator = new RootAllocator();
    duckDb = DuckDb.open(settings);
  }

  @AfterEach
  void leavesNoMemory() {
    duckDb.close();
    allocator.close();
  }

  @ParameterizedTest
  @MethodSource("batches")
  void givesAllRowsInTheirOrder(List<Integer> batchRows) throws IOException {
    int rows = batchRows.stream().mapToInt(n -> n).sum();
    assertThat(rows("SELECT i FROM t", Map.of("t", input(batchRows))))
        .isEqualTo(IntStream.range(0, rows).mapToObj(i -> List.of((long) i)).toList());
    assertThat(rows("SELECT count(*), max(name) FROM t", Map.of("t", input(batchRows))))
        .singleElement()
        .satisfies(row -> assertThat(row.get(0)).isEqualTo((long) rows));
    assertThat(inputsClosed).hasValue(2);
  }

  private static Stream<Arguments> batches() {
    return Stream.of(
            List.<Integer>of(),
            List.of(0),
            List.of(1),
            List.of(0, 3, 0, 4),
            List.of(ROWS_MAX),
            List.of(ROWS_MAX, 0),
            List.of(ROWS_MAX, 1),
            List.of(10, ROWS_MAX, 10, 50_000, 1),
            List.of(50_000))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @CsvSource({"10, 10", "128, 128", "129, 128", "0, 100", "100, 0", "10, 100000", "100000, 10"})
  void joinsInputsOfAnySize(int left, int right) throws IOException {
    long both = Math.min(left, right);
    assertThat(
            rows(
                "SELECT count(*) FROM a JOIN b ON a.i = b.i AND a.name = b.name",
                Map.of("a", input(List.of(left)), "b", input(List.of(right)))))
        .containsExactly(List.of(both));
  }

  @Test
  void readsFewRowsOnTheThreadThatAsks() throws IOException {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    Iterator<Integer> batchRows =
        IntStream.of(100, 100, 100).peek(n -> threads.add(Thread.currentThread())).iterator();
    QueryInput input = memory -> new RowsReader(memory, batchRows, inputsClosed);
    assertThat(rows("SELECT count(*) FROM t", Map.of("t", input))).containsExactly(List.of(300L));
    assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "5", "100"})
  void throwsWhatAnInputThrew(int afterBatches) {
    AzofException fault = new AzofException(ErrorCode.DATA_FILE_CORRUPT, "file x is damaged");
    QueryInput failing =
        memory -> new RowsReader(memory, failing(afterBatches, fault), inputsClosed);
    assertThatThrownBy(() -> rows("SELECT count(*) FROM t", Map.of("t", failing))).isSameAs(fault);
  }

  private static Iterator<Integer> failing(int afterBatches, RuntimeException fault) {
    return IntStream.iterate(0, n -> n + 1)
        .map(
            n -> {
              if (n >= afterBatches) {
                throw fault;
              }
              return 1000;
            })
        .iterator();
  }

  @Test
  void saysWhichValueAQueryCannotWorkWith() {
    assertThatThrownBy(
            () -> rows("SELECT CAST(name AS BIGINT) FROM t", Map.of("t", input(List.of(10)))))
        .hasMessage("The query failed: Could not convert string 'name-0' to INT64");
  }

  @Test
  void isCancelledWhileTheFirstRowsAreWaitedFor() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    Iterator<Integer> batchRows =
        IntStream.generate(
                () -> {
                  waits.countDown();
                  awaitUninterruptibly(goesOn);
                  return 10;
                })
            .iterator();
    ArrowReader reader =
        duckDb.openQuery(
            allocator,
            "SELECT * FROM t",
            Map.of("t", memory -> new RowsReader(memory, batchRows, inputsClosed)),
            List.of());
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    Thread reading = thread(reader::loadNextBatch, thrown);
    waits.await();
    Thread closing = thread(reader::close, thrown);
    goesOn.countDown();
    reading.join();
    closing.join();
    assertThat(thrown)
        .singleElement()
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(inputsClosed).hasValue(1);
  }

  private interface Step {
    void run() throws Exception;
  }

  private static Thread thread(Step step, List<Throwable> thrown) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (Throwable e) {
                thrown.add(e);
              }
            });
    thread.start();
    return thread;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void smallAndLargeQueriesRunAtTheSameTime() throws Exception {
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      int rows = n % 2 == 0 ? 1_000 : 100_000;
      threads.add(
          thread(
              () -> {
                for (int run = 0; run < 10; run++) {
                  assertThat(rows("SELECT sum(i) FROM t", Map.of("t", input(List.of(rows, rows)))))
                      .hasToString("[[" + rows * (2L * rows - 1) + "]]");
                }
              },
              thrown));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(thrown).isEmpty();
    assertThat(inputsClosed).hasValue(80);
  }

  /** The instance for few rows has 32 MiB here; these need more together. */
  @Test
  void manyThatKeepTheirGroupsWaitForTheirReadersAtTheSameTime() throws IOException {
    List<ArrowReader> readers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Map<String, QueryInput> inputs = Map.of("t", input(List.of(10_000)));
      String sql = "SELECT repeat(name, 50) AS text, list(i) AS l FROM t GROUP BY name";
      readers.add(duckDb.openQuery(allocator, sql, inputs, List.of()));
      assertThat(readers.get(i).loadNextBatch()).isTrue();
    }
    for (ArrowReader reader : readers) {
      int rows = reader.getVectorSchemaRoot().getRowCount();
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
      assertThat(rows).isEqualTo(10_000);
      reader.close();
    }
  }

  @Test
  void oneThatNeedsMoreThanThatGetsItElsewhere() throws IOException {
    String sql = "SELECT length(string_agg(repeat(name, 1000), '')) FROM t";
    Map<String, QueryInput> inputs = Map.of("t", input(List.of(3_000)));
    assertThat(rows(sql, inputs)).containsExactly(List.of(25_890_000L));
  }

  private QueryInput input(List<Integer> batchRows) {
    return memory -> new RowsReader(memory, batchRows.iterator(), inputsClosed);
  }

  private List<List<Object>> rows(String sql, Map<String, QueryInput> inputs) throws IOException {
    return ReadRows.of(duckDb.openQuery(allocator, sql, inputs, List.of()));
  }
}

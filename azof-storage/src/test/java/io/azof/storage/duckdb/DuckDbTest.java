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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DuckDbTest {
  private static final int MILLION = 1_000_000;

  private final AtomicInteger inputsClosed = new AtomicInteger();
  private BufferAllocator allocator;
  private DuckDb duckDb;

  @BeforeEach
  void open(@TempDir Path spill) {
    allocator = new RootAllocator();
    duckDb = DuckDb.open(DuckDbSettings.ofQueries(64L << 20, 2, spill));
  }

  @AfterEach
  void leavesNoMemory() {
    duckDb.close();
    allocator.close();
  }

  @Test
  void answersQueriesOverInputs() throws IOException {
    assertThat(
            rows(
                "SELECT a.i, b.name FROM a JOIN b ON a.i = b.i WHERE a.i % 30000 = 1 ORDER BY 1",
                Map.of("a", input(50_000, 50_000), "b", input(70_000))))
        .containsExactly(
            List.of(1L, "name-1"), List.of(30_001L, "name-30001"), List.of(60_001L, "name-60001"));
    assertThat(inputsClosed).hasValue(2);
  }

  @Test
  void keepsTheOrderOfItsInput() throws IOException {
    List<List<Object>> rows = rows("SELECT i FROM t", Map.of("t", input(100_000, 100_000)));
    assertThat(rows).hasSize(200_000);
    assertThat(IntStream.range(0, rows.size()).allMatch(n -> rows.get(n).get(0).equals((long) n)))
        .isTrue();
  }

  @Test
  void givesTheFirstBatchBeforeTheInputIsRead() throws IOException {
    AtomicInteger loaded = new AtomicInteger();
    Iterator<Integer> endless = counted(loaded);
    try (ArrowReader reader = query("SELECT * FROM t", Map.of("t", input(endless)))) {
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(reader.getVectorSchemaRoot().getRowCount()).isEqualTo(16_384);
      assertThat(loaded.get()).isLessThan(100);
    }
    assertThat(inputsClosed).hasValue(1);
  }

  @Test
  void closesInputsThatTheQueryNeverReads() throws IOException {
    assertThat(rows("SELECT 1::BIGINT", Map.of("t", input(10)))).containsExactly(List.of(1L));
    assertThat(inputsClosed).hasValue(1);
    query("SELECT * FROM t", Map.of("t", input(10))).close();
    assertThat(inputsClosed).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SELECT * FROM t", "SELECT count(*) FROM t", "SELECT * FROM t ORDER BY name"})
  void endsARunningQueryWhenItIsClosedByAnotherThread(String sql) throws Exception {
    for (int run = 0; run < 5; run++) {
      AtomicInteger loaded = new AtomicInteger();
      ArrowReader reader = query(sql, Map.of("t", input(counted(loaded))));
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
      assertThat(thrown).hasSize(1).allSatisfy(e -> hasCode(e, ErrorCode.CANCELLED));
      assertThat(allocator.getAllocatedMemory()).isZero();
      assertThat(inputsClosed).hasValue(run + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, SELECT * FROM t",
    "100, SELECT * FROM t",
    "100, SELECT count(*) FROM t",
    "3, SELECT * FROM t ORDER BY i"
  })
  void throwsWhatAnInputThrew(int afterBatches, String sql) {
    AzofException fault = new AzofException(ErrorCode.DATA_FILE_CORRUPT, "file x is damaged");
    assertThatThrownBy(() -> rows(sql, Map.of("t", input(failing(afterBatches, fault)))))
        .isSameAs(fault);
    IllegalStateException other = new IllegalStateException("wheel came off");
    assertThatThrownBy(() -> rows(sql, Map.of("t", input(failing(afterBatches, other)))))
        .hasMessage("An input of the query could not be read: wheel came off")
        .satisfies(e -> hasCode(e, ErrorCode.INTERNAL));
  }

  @Test
  void throwsWhatAnInputThrewWhenItIsOpened() {
    AzofException fault = new AzofException(ErrorCode.DATA_FILE_MISSING, "file x is gone");
    Map<String, QueryInput> inputs = Map.of("t", input(10), "u", memory -> failToOpen(fault));
    assertThatThrownBy(() -> query("SELECT 1", inputs)).isSameAs(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT i // 0 FROM t | The query failed: Division by zero in expression (i // 0)",
        "SELECT CAST(name AS INT) FROM t | The query failed: Could not convert string 'name-0' to INT32",
      })
  void leavesOutTheAdviceOfErrors(String sql, String message) {
    assertThatThrownBy(() -> rows(sql, Map.of("t", input(10)))).hasMessage(message);
  }

  @Test
  void staysFailedAfterAnError() throws IOException {
    try (ArrowReader reader = query("SELECT CAST('x' AS BIGINT)", Map.of())) {
      assertThatThrownBy(reader::loadNextBatch).isInstanceOf(AzofException.class);
      assertThatThrownBy(reader::loadNextBatch).hasMessageContaining("Could not convert");
      assertThatThrownBy(reader::getVectorSchemaRoot).hasMessageContaining("Could not convert");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT CAST(name AS BIGINT) FROM t | Could not convert string 'name-0' to INT64",
        "SELECT sum(CAST(name AS BIGINT)) FROM t | Could not convert string 'name-0' to INT64",
        "SELECT CASE WHEN i = 999999 THEN CAST(name AS BIGINT) END FROM t | 'name-999999' to INT64",
        "SELECT 9223372036854775807 + i FROM t | Overflow",
        "SELECT i / 0 FROM t | zero",
        "SELECT (SELECT i FROM t) | More than one row returned by a subquery",
      })
  void saysWhichValueAQueryCannotWorkWith(String sql, String reason) {
    assertThatThrownBy(() -> rows(sql, Map.of("t", input(MILLION))))
        .hasMessageStartingWith("The query failed: ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n")
        .satisfies(e -> hasCode(e, ErrorCode.SQL_INVALID));
  }

  @Test
  void saysWhichLimitOfMemoryWasReached() {
    assertThatThrownBy(
            () ->
                rows(
                    "SELECT list(name || n) FROM t, range(1000) r(n)", Map.of("t", input(MILLION))))
        .hasMessageContaining((64 << 20) + " bytes of memory")
        .satisfies(e -> hasCode(e, ErrorCode.LIMIT_REACHED));
  }

  @Test
  void sortsMoreThanFitsInMemory() throws IOException {
    try (ArrowReader reader =
        query(
            "SELECT name, n FROM t, range(4) r(n) ORDER BY hash(i + n), n",
            Map.of("t", input(MILLION)))) {
      long rows = 0;
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
      assertThat(rows).isEqualTo(4L * MILLION);
    }
  }

  @Test
  void runsManyQueriesAtOnce() throws Exception {
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      boolean early = n % 2 == 0;
      threads.add(
          new Thread(
              () -> {
                try {
                  for (int run = 0; run < 10; run++) {
                    try (ArrowReader reader =
                        query("SELECT i, name FROM t WHERE i >= 0", Map.of("t", input(100_000)))) {
                      while (reader.loadNextBatch() && !early) {}
                    }
                  }
                } catch (Throwable e) {
                  thrown.add(e);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(thrown).isEmpty();
    assertThat(allocator.getAllocatedMemory()).isZero();
    assertThat(inputsClosed).hasValue(80);
  }

  private static void hasCode(Throwable thrown, ErrorCode code) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private static ArrowReader failToOpen(AzofException fault) {
    throw fault;
  }

  private QueryInput input(Integer... batchRows) {
    return memory -> new RowsReader(memory, List.of(batchRows).iterator(), inputsClosed);
  }

  private QueryInput input(Iterator<Integer> batchRows) {
    return memory -> new RowsReader(memory, batchRows, inputsClosed);
  }

  private static Iterator<Integer> counted(AtomicInteger loaded) {
    return IntStream.generate(
            () -> {
              loaded.incrementAndGet();
              return 1000;
            })
        .iterator();
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

  private ArrowReader query(String sql, Map<String, QueryInput> inputs) {
    return duckDb.openQuery(allocator, sql, inputs, List.of());
  }

  private List<List<Object>> rows(String sql, Map<String, QueryInput> inputs) throws IOException {
    return ReadRows.of(query(sql, inputs));
  }
}

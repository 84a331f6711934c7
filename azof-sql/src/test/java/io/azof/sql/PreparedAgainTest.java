package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.SessionSettings;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.EventTime;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One statement, run again and again while its tables and what it is asked with change. */
final class PreparedAgainTest {
  private static final EventTime MAY = EventTime.parse("2021-05-01");

  /** More than those that are few to the engine. */
  private static final int MANY = 20_000;

  private static final String SUM = "SELECT sum(n) FROM t WHERE n >= ?";

  private final BufferAllocator allocator = new RootAllocator();
  private final Lakehouse lakehouse = Lakehouse.open("memory:");
  private QueryEngine engine;

  @BeforeEach
  void makeTable(@TempDir Path spill) {
    QuerySettings settings = new QuerySettings(256L << 20, 2, spill);
    engine = QueryEngine.open(lakehouse, allocator, settings, InstantSource.system());
    execute("CREATE TABLE t (n BIGINT)");
    put(0, 10);
  }

  @AfterEach
  void everythingIsGivenBack() {
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  @Test
  void countsTheRowsOfEachCommitHoweverMany() throws IOException {
    PreparedQuery query = engine.prepareQuery(SUM);
    assertThat(sum(query, 5L)).isEqualTo(5 + 6 + 7 + 8 + 9);

    put(10, MANY);
    assertThat(sum(query, 0L)).isEqualTo(MANY * (MANY - 1L) / 2);
    assertThat(sum(query, MANY - 1L)).isEqualTo(MANY - 1);

    execute("DELETE FROM t WHERE n >= 3");
    assertThat(sum(query, 0L)).isEqualTo(3);
    assertThat(sum(query, 2.0)).isEqualTo(2);
    requireCode(() -> sum(query, 1.5), ErrorCode.ARGUMENT_INVALID);
    assertThat(sum(query, "2")).isEqualTo(2);
  }

  @Test
  void saysThatColumnsHaveChangedAndThenThatTheTableIsGone() throws IOException {
    PreparedQuery query = engine.prepareQuery(SUM);
    assertThat(sum(query, 9L)).isEqualTo(9);

    execute("ALTER TABLE t ADD COLUMN m BIGINT");
    requireCode(() -> sum(query, 9L), ErrorCode.CONFLICT);
    assertThat(sum(engine.prepareQuery(SUM), 9L)).isEqualTo(9);

    execute("DROP TABLE t");
    requireCode(() -> sum(query, 9L), ErrorCode.TABLE_NOT_FOUND);
  }

  @Test
  void keepsTheTimeOfItsSession() throws IOException {
    SessionSettings april =
        ((PreparedSetting) engine.prepare("SET as_of = '2021-04-30'"))
            .applyTo(SessionSettings.NONE);
    PreparedQuery before = engine.prepareQuery("SELECT count(*) FROM t WHERE n >= ?", april);
    PreparedQuery now = engine.prepareQuery("SELECT count(*) FROM t WHERE n >= ?");
    for (int run = 0; run < 3; run++) {
      assertThat(sum(before, 0L)).isZero();
      assertThat(sum(now, 0L)).isEqualTo(10);
    }
  }

  @Test
  void answersAfterItFailedAndAfterItWasCancelled() throws IOException {
    PreparedQuery query = engine.prepareQuery("SELECT sum(100 / (n - ?)) FROM t");
    for (int run = 0; run < 3; run++) {
      requireCode(() -> sum(query, 5L), ErrorCode.SQL_INVALID);
      query.openReader(allocator, List.of(-1L)).close();
      ArrowReader read = query.openReader(allocator, List.of(-1L));
      assertThat(read.getVectorSchemaRoot().getRowCount()).isZero();
      read.close();
      assertThat(sum(query, -1L)).isEqualTo(100 + 50 + 33 + 25 + 20 + 16 + 14 + 12 + 11 + 10);
    }
  }

  @Test
  void answersManyThreadsAtOnce() throws Exception {
    put(10, MANY);
    PreparedQuery few = engine.prepareQuery(SUM + " AND key < 'k00010'");
    PreparedQuery many = engine.prepareQuery(SUM);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        long from = i % 10;
        PreparedQuery query = i % 3 == 0 ? many : few;
        long end = i % 3 == 0 ? MANY : 10;
        long expected = end * (end - 1) / 2 - from * (from - 1) / 2;
        runs.add(
            threads.submit(
                () -> {
                  assertThat(sum(query, from)).isEqualTo(expected);
                  return true;
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void put(long from, long end) {
    try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
      for (long n = from; n < end; n++) {
        writer.put(String.format(Locale.ROOT, "k%05d", n), MAY, Map.of("n", n));
      }
      writer.commit();
    }
  }

  private void execute(String sql) {
    ((PreparedUpdate) engine.prepare(sql)).execute(allocator, List.of());
  }

  private long sum(PreparedQuery query, @Nullable Object parameter) throws IOException {
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(parameter);
    try (ArrowReader reader = query.openReader(allocator, parameters)) {
      assertThat(reader.loadNextBatch()).isTrue();
      return ((BigIntVector) reader.getVectorSchemaRoot().getVector(0)).get(0);
    }
  }

  private interface Run {
    long run() throws IOException;
  }

  private static void requireCode(Run run, ErrorCode code) {
    assertThatThrownBy(run::run)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}

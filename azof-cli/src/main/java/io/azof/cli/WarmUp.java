package io.azof.cli;

import io.azof.error.AzofException;
import io.azof.sql.QueryEngine;
import io.azof.sql.QuerySettings;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a small table in memory questions for some seconds after the start of a server. The first
 * question of a process takes seconds, since thousands of classes are loaded for it, and the next
 * ones many times what they take later; so those of clients are not the first.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final long ARROW_BYTES_MAX = 64 << 20;
  private static final int KEYS = 500;

  private static final List<String> QUESTIONS =
      List.of(
          "SELECT word, count(*), sum(n) FROM t AT ('2020-03-0%1$d') WHERE n > %2$d"
              + " GROUP BY word ORDER BY 2 DESC LIMIT 10",
          "SELECT * FROM t WHERE key = 'key-%2$d'",
          "SELECT b.key, b.n - a.n FROM t b JOIN t AT ('2020-03-0%1$d') a ON a.key = b.key"
              + " WHERE b.n > %2$d",
          "SELECT key, rank() OVER (ORDER BY n DESC) FROM t WHERE key >= 'key-%2$d'");

  private final QuerySettings settings;
  private final Thread thread;
  private final long endNanos;
  private volatile boolean isStopped;
  private volatile int asked;

  private WarmUp(QuerySettings settings, Duration duration) {
    this.settings = settings;
    this.endNanos = System.nanoTime() + duration.toNanos();
    this.thread = new Thread(this::run, "azof-warm-up");
  }

  /**
   * Begins, and returns.
   *
   * @param settings those of the server's own engine
   * @param duration for how long questions are asked
   */
  static WarmUp start(QuerySettings settings, Duration duration) {
    WarmUp warmUp = new WarmUp(settings, duration);
    warmUp.thread.setDaemon(true);
    warmUp.thread.start();
    return warmUp;
  }

  private void run() {
    try (BufferAllocator allocator = new RootAllocator(ARROW_BYTES_MAX);
        Lakehouse lakehouse = Lakehouse.open("memory:");
        QueryEngine engine =
            QueryEngine.open(lakehouse, allocator, settings, InstantSource.system())) {
      write(lakehouse, allocator);
      for (int i = 0; !isOver(); asked = ++i) {
        ask(question(i), engine, allocator);
      }
    } catch (AzofException | IOException e) {
      LOG.warn("What should make the first questions fast has failed", e);
    }
  }

  private static String question(int number) {
    String question = QUESTIONS.get(number % QUESTIONS.size());
    return String.format(Locale.ROOT, question, 1 + number % 9, number % KEYS);
  }

  private boolean isOver() {
    return isStopped || System.nanoTime() - endNanos > 0;
  }

  private static void write(Lakehouse lakehouse, BufferAllocator allocator) {
    List<Column> columns =
        List.of(new Column("n", ColumnType.INT, true), new Column("word", ColumnType.STRING, true));
    lakehouse.createTable("t", new TableSchema(columns), Map.of());
    for (int month = 1; month <= 3; month++) {
      EventTime time = EventTime.parse("2020-0" + month + "-01");
      try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
        for (long n = 0; n < KEYS; n += month) {
          writer.put("key-" + n, time, Map.of("n", n * month, "word", "word-" + n % 7));
        }
        writer.commit();
      }
    }
  }

  private static void ask(String question, QueryEngine engine, BufferAllocator allocator)
      throws IOException {
    try (ArrowReader reader = engine.prepareQuery(question).openReader(allocator, List.of())) {
      while (reader.loadNextBatch()) {
        LOG.trace("{} rows", reader.getVectorSchemaRoot().getRowCount());
      }
    }
  }

  /** Waits until all is given back. */
  void awaitEnd() throws InterruptedException {
    thread.join();
  }

  /** How many questions were answered. */
  int askedCount() {
    return asked;
  }

  /** Asks no more; the question that is asked just now comes to its end. */
  void stop() {
    isStopped = true;
  }
}

package io.azof.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a server, named after what they do, bounded in number, gone when idle.
 *
 * @param calls run the calls themselves; they never wait for a client
 * @param uploads read what clients send
 * @param queries run statements and send their results; they refuse work beyond their queue
 * @param metadata answer what tools ask about tables
 */
record ServerThreads(
    ExecutorService calls,
    ExecutorService uploads,
    ExecutorService queries,
    ExecutorService metadata)
    implements AutoCloseable {
  /** With what the names of all threads start. */
  static final String NAME_PREFIX = "azof-";

  private static final int CALLS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
  private static final int UPLOADS = 16;
  private static final int METADATA = 8;
  private static final Duration IDLE_MAX = Duration.ofSeconds(10);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  static ServerThreads open(int concurrentQueriesMax) {
    return new ServerThreads(
        pool("call", CALLS, Integer.MAX_VALUE),
        pool("upload", UPLOADS, Integer.MAX_VALUE),
        pool("query", concurrentQueriesMax, concurrentQueriesMax),
        pool("metadata", METADATA, 1_000));
  }

  private static ExecutorService pool(String name, int threads, int waiting) {
    AtomicInteger count = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, NAME_PREFIX + name + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_MAX.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(waiting),
            factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Lets what runs come to its end, within a bound, and then interrupts it. */
  @Override
  public void close() {
    List<ExecutorService> pools = List.of(uploads, queries, metadata, calls);
    pools.forEach(ExecutorService::shutdown);
    for (ExecutorService pool : pools) {
      try {
        if (!pool.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
          pool.shutdownNow();
        }
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }
}

package io.azof.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a server, named after what they do, bounded in number, gone when idle.
 *
 * @param calls run the calls themselves; they never wait for a client
 * @param uploads read what clients send
 * @param queries run statements and send their results; they never wait for a client
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

  /** For calls that plan statements or do nothing much. */
  private static final int CALLS = 32;

  private static final int UPLOADS = 64;

  /** Answer what tools ask about tables. */
  static final int METADATA = 8;

  private static final Duration IDLE_MAX = Duration.ofSeconds(10);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  /**
   * @param concurrentQueriesMax how many statements work at the same time
   * @param queuedQueriesMax how many wait; a call may wait for each, and none may keep others from
   *     being cancelled
   */
  static ServerThreads open(int concurrentQueriesMax, int queuedQueriesMax) {
    return new ServerThreads(
        pool("call", CALLS + concurrentQueriesMax + queuedQueriesMax),
        pool("upload", UPLOADS),
        pool("query", concurrentQueriesMax),
        pool("metadata", METADATA));
  }

  private static ExecutorService pool(String name, int threads) {
    AtomicInteger count = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, NAME_PREFIX + name + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    return new WorkerPool(threads, IDLE_MAX, factory);
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

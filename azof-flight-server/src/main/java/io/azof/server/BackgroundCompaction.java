package io.azof.server;

import io.azof.error.AzofException;
import io.azof.storage.Lakehouse;
import io.azof.storage.compact.CompactionPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts the tables of a lakehouse when their sizes ask for it, one after the other, on a thread
 * of its own. A table that cannot be compacted is logged and tried again when it has changed.
 */
final class BackgroundCompaction implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundCompaction.class);
  private static final long INTERVAL_MILLIS_MIN = 1;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(30);

  private final Lakehouse lakehouse;
  private final BufferAllocator memory;
  private final ScheduledThreadPoolExecutor thread;

  /** For each table the version at which it was looked at last. */
  private final Map<String, Long> seen = new HashMap<>();

  /** The one thread that there is; a pool has ended a little before its thread has. */
  private volatile @Nullable Thread worker;

  private volatile boolean stopping;

  private BackgroundCompaction(Lakehouse lakehouse, BufferAllocator memory) {
    this.lakehouse = lakehouse;
    this.memory = memory;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, ServerThreads.NAME_PREFIX + "compaction");
              made.setDaemon(true);
              worker = made;
              return made;
            });
  }

  /**
   * Starts to look at the tables; the receiver closes it before the lakehouse.
   *
   * @param interval between two looks
   * @param parent where memory is taken from
   */
  static BackgroundCompaction open(Lakehouse lakehouse, Duration interval, BufferAllocator parent) {
    BufferAllocator memory = parent.newChildAllocator("compaction", 0, parent.getLimit());
    BackgroundCompaction compaction = new BackgroundCompaction(lakehouse, memory);
    long millis = Math.max(INTERVAL_MILLIS_MIN, interval.toMillis());
    ScheduledFuture<?> unused =
        compaction.thread.scheduleWithFixedDelay(
            compaction::lookAtAll, millis, millis, TimeUnit.MILLISECONDS);
    return compaction;
  }

  private void lookAtAll() {
    try {
      for (String table : lakehouse.tableNames()) {
        if (!stopping) {
          lookAt(table);
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("The tables to compact could not be listed: {}", e.getMessage(), e);
    }
  }

  private void lookAt(String table) {
    try {
      long version = lakehouse.table(table).version();
      if (seen.getOrDefault(table, 0L) == version) {
        return;
      }
      List<CompactionPlan> done = lakehouse.compactor().compact(table, memory, () -> stopping);
      done.forEach(plan -> LOG.info("Compacted table {}: {}", table, plan));
      seen.put(table, done.isEmpty() ? version : 0L);
    } catch (AzofException e) {
      if (!stopping) {
        LOG.warn("Table {} could not be compacted: {}", table, e.getMessage());
        seen.put(table, versionOf(table));
      }
    } catch (RuntimeException e) {
      LOG.error("Table {} could not be compacted", table, e);
      seen.put(table, versionOf(table));
    }
  }

  private long versionOf(String table) {
    try {
      return lakehouse.table(table).version();
    } catch (AzofException e) {
      return 0; // it is gone, or cannot be read
    }
  }

  /** Stops a compaction that runs, at its next batch, which changes nothing then. */
  @Override
  public void close() {
    stopping = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("A compaction still runs after {} s", CLOSE_MAX.toSeconds());
      }
      Thread last = worker;
      if (last != null && thread.isTerminated()) {
        last.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    memory.close();
  }
}

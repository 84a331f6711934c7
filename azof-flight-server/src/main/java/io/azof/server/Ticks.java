package io.azof.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again, on a thread of its own, which must not wait for anything. */
final class Ticks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);

  private final ScheduledThreadPoolExecutor thread;

  private Ticks(ScheduledThreadPoolExecutor thread) {
    this.thread = thread;
  }

  /** Begins; the receiver closes it, which ends it. */
  static Ticks open(Duration interval, List<Runnable> tasks) {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, ServerThreads.NAME_PREFIX + "ticks");
              made.setDaemon(true);
              return made;
            });
    for (Runnable task : tasks) {
      ScheduledFuture<?> unused =
          thread.scheduleWithFixedDelay(
              () -> run(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }
    return new Ticks(thread);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("What is done again and again failed, and will be done again", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      boolean unused = thread.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

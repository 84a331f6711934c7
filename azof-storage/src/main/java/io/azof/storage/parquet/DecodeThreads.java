package io.azof.storage.parquet;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the process that decode, one for each processor. What they do waits for nothing
 * but the disk and what they would else do themselves, and is one batch each time, so that all
 * readers get their turn.
 */
final class DecodeThreads {
  /** Threads that nobody needs end after that. */
  private static final long IDLE_SECONDS = 1;

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final ThreadPoolExecutor THREADS = threads();

  private DecodeThreads() {}

  private static ThreadPoolExecutor threads() {
    int processors = Runtime.getRuntime().availableProcessors();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            processors,
            processors,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "azof-decode-" + COUNT.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  static <T> FutureTask<T> start(Callable<T> decoding) {
    FutureTask<T> task = new FutureTask<>(decoding);
    THREADS.execute(task);
    return task;
  }

  /** Takes a task back; false when it is being done, or was. */
  static boolean withdraw(FutureTask<?> task) {
    return THREADS.remove(task);
  }

  /** What a task came to; does it here if nobody does it yet, so that tasks may await others. */
  static <T> T finish(FutureTask<T> task) throws ExecutionException {
    if (withdraw(task)) {
      task.run();
    }
    return await(task);
  }

  /** What a task came to; waits for it whatever happens, since it works on memory of others. */
  static <T> T await(FutureTask<T> task) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package io.azof.server;

import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A bounded number of threads, of which there are only as many as work at the same time. The pools
 * of the JDK start a thread for each task until there are all; then short tasks go around among
 * threads whose caches and memory arenas have grown cold meanwhile.
 */
final class WorkerPool extends ThreadPoolExecutor {
  private final IdleThreads waiting;

  /**
   * @param threadsMax as many work at the same time; further tasks wait, however many
   * @param idleMax after so long without a task a thread ends
   */
  WorkerPool(int threadsMax, Duration idleMax, ThreadFactory factory) {
    this(threadsMax, idleMax, factory, new IdleThreads());
  }

  private WorkerPool(int threadsMax, Duration idleMax, ThreadFactory factory, IdleThreads waiting) {
    super(
        0,
        threadsMax,
        idleMax.toMillis(),
        TimeUnit.MILLISECONDS,
        waiting,
        factory,
        (task, pool) -> ((WorkerPool) pool).enqueue(task));
    this.waiting = waiting;
  }

  /** Called when all threads are at work, or the pool takes no more tasks. */
  private void enqueue(Runnable task) {
    if (!isShutdown()) {
      waiting.put(task);
      if (!isShutdown() || !waiting.remove(task)) {
        return;
      }
    }
    throw new RejectedExecutionException("The pool is shut down");
  }

  /** Takes a task in only when a thread waits for it, or else the pool starts none. */
  private static final class IdleThreads extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }
}

package io.azof.storage.filecache;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Who may try next to find room: one at a time, in the order in which they came. */
final class Turn {
  /** Other processes do not say when they let go. */
  private static final long PAUSE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long PAUSE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  private final ReentrantLock queue = new ReentrantLock(true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private long releases;

  /**
   * Tries until there is room, or no hope of it.
   *
   * @param first why it did not work so far
   * @param isAlone whether nobody has anything to let go of
   * @param attempt throws {@code LIMIT_REACHED} when there is no room, and then holds nothing
   */
  <T> T take(Duration wait, AzofException first, BooleanSupplier isAlone, Supplier<T> attempt) {
    long deadline = System.nanoTime() + wait.toNanos();
    try {
      if (!queue.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw first;
      }
      try {
        return tryUntil(deadline, isAlone, attempt);
      } finally {
        queue.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AzofException(
          ErrorCode.CANCELLED, "Waiting for room in the file cache was interrupted", e);
    }
  }

  private <T> T tryUntil(long deadline, BooleanSupplier isAlone, Supplier<T> attempt)
      throws InterruptedException {
    long pauseNanos = PAUSE_NANOS_MIN;
    while (true) {
      boolean wasAlone = isAlone.getAsBoolean();
      try {
        return attempt.get();
      } catch (AzofException e) {
        long left = deadline - System.nanoTime();
        boolean isHopeless = wasAlone && isAlone.getAsBoolean();
        if (e.code() != ErrorCode.LIMIT_REACHED || isHopeless || left <= 0) {
          throw e;
        }
        awaitRelease(Math.min(pauseNanos, left));
      }
      pauseNanos = Math.min(2 * pauseNanos, PAUSE_NANOS_MAX);
    }
  }

  private void awaitRelease(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long seen = releases;
      long left = nanos;
      while (releases == seen && left > 0) {
        left = released.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Says that somebody has let go of something. */
  void signal() {
    lock.lock();
    try {
      releases++;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

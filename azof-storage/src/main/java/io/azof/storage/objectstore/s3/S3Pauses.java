package io.azof.storage.objectstore.s3;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** How long to wait before something is tried again: each time longer, never quite the same. */
final class S3Pauses {
  /** How often something is tried. */
  static final int TRIES_MAX = 5;

  private static final BackoffStrategy GROWING =
      BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(2));

  private S3Pauses() {}

  /**
   * @param tries how often it has been tried, at least once
   */
  static void pauseAfter(int tries) {
    long millis = GROWING.computeDelay(tries).toMillis();
    Executor later =
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run);
    CompletableFuture.runAsync(() -> {}, later).join();
  }
}

package io.azof.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that waits for Ctrl-C (or a termination signal) close what it opened before the
 * process ends. A command that does not wait ends at once.
 */
final class CtrlC {
  /** Longer than a server's own grace; then the process ends all the same. */
  private static final long GRACE_SECONDS_MAX = 60;

  private final CountDownLatch pressed = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean awaited;

  private CtrlC() {}

  static CtrlC watch() {
    CtrlC ctrlC = new CtrlC();
    Runtime.getRuntime().addShutdownHook(new Thread(ctrlC::press, "azof-ctrl-c"));
    return ctrlC;
  }

  void await() throws InterruptedException {
    awaited = true;
    pressed.await();
  }

  /** Says that the command has closed everything. */
  void finished() {
    finished.countDown();
  }

  private void press() {
    pressed.countDown();
    if (!awaited) {
      return;
    }
    try {
      if (!finished.await(GRACE_SECONDS_MAX, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.azof.storage.filecache;

import org.jspecify.annotations.Nullable;

/** Interrupts the thread that fetches a file, while it waits for the store and never else. */
final class FetchInterrupt {
  private @Nullable Thread thread;
  private boolean isAsked;

  /** This thread waits for the store from now on; false when nobody needs the file any more. */
  synchronized boolean begin() {
    thread = isAsked ? null : Thread.currentThread();
    return !isAsked;
  }

  /** It does not any more. */
  synchronized void end() {
    if (thread != null && isAsked) {
      boolean unused = Thread.interrupted();
    }
    thread = null;
  }

  /** Nobody needs the file any more. */
  synchronized void ask() {
    isAsked = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}

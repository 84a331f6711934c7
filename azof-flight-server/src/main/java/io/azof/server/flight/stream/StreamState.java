package io.azof.server.flight.stream;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * What the producing thread of a stream and those that tell it to stop have in common.
 *
 * <p>A reader is closed by another thread only while the producing one waits in it, never while it
 * works on what it has read. As long as there is no reader yet, the producing thread is
 * interrupted.
 */
final class StreamState {
  private @Nullable RuntimeException stop;
  private @Nullable Thread opening;
  private @Nullable ArrowReader loading;
  private boolean closingLoading;

  /**
   * Makes the producing thread end with that error, within moments, wherever it is; the first call
   * counts.
   *
   * @return whether it was the first
   */
  boolean stop(RuntimeException reason) {
    synchronized (this) {
      if (stop != null) {
        return false;
      }
      stop = reason;
      return true;
    }
  }

  /** Wakes the producing thread, after it was told to stop, if it waits in a reader or for one. */
  void interrupt() {
    ArrowReader waitedFor;
    synchronized (this) {
      if (opening != null) {
        opening.interrupt(); // it may wait for a file, or for room in the file cache
      }
      waitedFor = loading;
      closingLoading = waitedFor != null;
    }
    if (waitedFor != null) {
      try {
        waitedFor.close();
      } catch (IOException | RuntimeException e) {
        addToReason(e);
      } finally {
        synchronized (this) {
          closingLoading = false;
          notifyAll();
        }
      }
    }
  }

  private synchronized void addToReason(Exception e) {
    if (stop != null) {
      stop.addSuppressed(e);
    }
  }

  /** Why the stream ends: the reason for which it was stopped, or else the failure itself. */
  synchronized Throwable reasonFor(Throwable failure) {
    return stop == null ? failure : stop;
  }

  /** Throws the reason for which the stream was stopped, if it was. */
  synchronized void check() {
    if (stop != null) {
      throw stop;
    }
  }

  /** Opens a reader, which the receiver closes, or throws why the stream was stopped. */
  ArrowReader openReader(ReaderSource source, BufferAllocator memory) {
    synchronized (this) {
      check();
      opening = Thread.currentThread();
    }
    try {
      return source.openReader(memory);
    } finally {
      endOpening();
    }
  }

  /** The thread goes on to other streams, which nobody has stopped. */
  private synchronized void endOpening() {
    opening = null;
    if (stop != null) {
      boolean unused = Thread.interrupted();
    }
  }

  /** Loads the next batch; throws the reason for which the stream was stopped, if it was. */
  boolean loadNextBatch(ArrowReader reader) throws IOException, InterruptedException {
    synchronized (this) {
      check();
      loading = reader;
    }
    boolean loaded;
    try {
      loaded = reader.loadNextBatch();
    } finally {
      endLoading();
    }
    return loaded;
  }

  /** What the reader itself says of being closed midway does not matter: the reason does. */
  private synchronized void endLoading() throws InterruptedException {
    loading = null;
    while (closingLoading) {
      wait();
    }
    check();
  }
}

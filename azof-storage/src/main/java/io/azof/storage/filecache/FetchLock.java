package io.azof.storage.filecache;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * For each object one at a time, over all processes that share a folder: each object has a byte of
 * one file, which need not be that long, and whoever dies gives its lock back.
 */
final class FetchLock implements AutoCloseable {
  /**
   * The system takes waiting for locks in turn for a deadlock of processes, so it is asked again.
   */
  private static final int PAUSE_MILLIS = 20;

  private static final int PLACE_DIGITS = 15;

  private final FileChannel channel;

  private FetchLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens the locks in a file, which is made when it is not there; the receiver closes them. */
  static FetchLock open(Path file) throws IOException {
    return new FetchLock(
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  /** Waits until nobody else has the lock of an object, then works while nobody else can. */
  <T> T hold(String id, FolderLock.Work<T> work) throws IOException {
    long place = Long.parseLong(id.substring(0, PLACE_DIGITS), 16);
    FileLock lock = tryLock(place);
    while (lock == null) {
      pause();
      lock = tryLock(place);
    }
    try {
      return work.run();
    } finally {
      lock.close();
    }
  }

  private @Nullable FileLock tryLock(long place) throws IOException {
    try {
      return channel.tryLock(place, 1, false);
    } catch (OverlappingFileLockException e) { // by another cache of this process
      return null;
    }
  }

  private synchronized void pause() {
    long end = System.nanoTime() + PAUSE_MILLIS * 1_000_000L;
    try {
      for (long left = PAUSE_MILLIS; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AzofException(
          ErrorCode.CANCELLED, "Waiting for another process to fetch a file was interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

package io.azof.storage.filecache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;

/** One at a time, over all threads of all processes that share a folder. */
record FolderLock(Path file) {
  /** A file lock is held by a process, so threads of this one need a lock of their own. */
  private static final ConcurrentHashMap<Path, Object> MONITORS = new ConcurrentHashMap<>();

  /** What is done while nobody else does anything. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  <T> T hold(Work<T> work) throws IOException {
    synchronized (MONITORS.computeIfAbsent(file, path -> new Object())) {
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException("the lock of " + file + " is lost");
        }
        return work.run();
      }
    }
  }
}

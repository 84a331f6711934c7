package io.azof.storage.filecache;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Data files on local disk that stay there until this is closed. */
public final class LocalFiles implements AutoCloseable {
  private final Map<String, Optional<Path>> paths;
  private final Runnable release;
  private boolean closed;

  LocalFiles(Map<String, Optional<Path>> paths, Runnable release) {
    this.paths = Map.copyOf(paths);
    this.release = release;
  }

  /**
   * Where the file of an object is.
   *
   * @return empty when the store has no such object
   * @throws IllegalArgumentException for an object that was not asked for
   */
  public Optional<Path> path(String key) {
    Optional<Path> path = paths.get(key);
    if (path == null) {
      throw new IllegalArgumentException(key + " was not asked for");
    }
    return path;
  }

  /** Lets the files go; readers of them must be closed before. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      release.run();
    }
  }
}

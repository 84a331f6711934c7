package io.azof.storage.filecache;

import io.azof.storage.model.Traffic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Data files on local disk that stay there until this is closed. */
public final class LocalFiles implements AutoCloseable {
  private final FileCache cache;
  private final Map<String, Optional<Path>> paths;
  private final Function<String, OptionalLong> bytes;
  private final Traffic traffic;
  private final Runnable release;
  private final List<LocalFiles> askedLater = new ArrayList<>();
  private boolean closed;

  LocalFiles(
      FileCache cache,
      Map<String, Optional<Path>> paths,
      Function<String, OptionalLong> bytes,
      Traffic traffic,
      Runnable release) {
    this.cache = cache;
    this.paths = new HashMap<>(paths);
    this.bytes = bytes;
    this.traffic = traffic;
    this.release = release;
  }

  /** What it took to have the files here that were asked for at first. */
  public Traffic traffic() {
    return traffic;
  }

  /**
   * Where the file of an object is. One that was not asked for at first is fetched now.
   *
   * @return empty when the store has no such object
   * @throws io.azof.error.AzofException as {@link FileCache#openFiles}
   */
  public synchronized Optional<Path> path(String key) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    Optional<Path> known = paths.get(key);
    if (known != null) {
      return known;
    }
    LocalFiles more = cache.openFiles(List.of(key), bytes);
    askedLater.add(more);
    Optional<Path> path = more.path(key);
    paths.put(key, path);
    return path;
  }

  /** Lets the files go; readers of them must be closed before. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      askedLater.forEach(LocalFiles::close);
      release.run();
    }
  }
}

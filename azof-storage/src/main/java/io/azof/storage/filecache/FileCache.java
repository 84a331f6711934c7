package io.azof.storage.filecache;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Data files as files on this machine's disk. A store that has them there is read in place; the
 * objects of any other are copied once into a folder that lives as long as the cache.
 */
public final class FileCache implements AutoCloseable {
  private final ObjectStore store;
  private final Map<String, Path> copies = new HashMap<>();
  private @Nullable Path folder;

  public FileCache(ObjectStore store) {
    this.store = store;
  }

  /**
   * The local file of an immutable object; it stays until the cache is closed.
   *
   * @return empty when the store has no such object
   */
  public Optional<Path> file(String key) {
    Optional<Path> inPlace = store.localFile(key);
    return inPlace.isPresent() ? inPlace : copy(key);
  }

  private synchronized Optional<Path> copy(String key) {
    Path known = copies.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<StoredObject> object = store.read(key);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (folder == null) {
        folder = Files.createTempDirectory("azof-files-");
      }
      Path file = folder.resolve(copies.size() + ".parquet");
      Files.write(file, object.get().content());
      copies.put(key, file);
      return Optional.of(file);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED,
          "Cannot copy \"" + key + "\" to local disk: " + e.getMessage(),
          e);
    }
  }

  /** Removes the copies. Readers of them must be closed before. */
  @Override
  public synchronized void close() {
    copies.clear();
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder = null;
  }
}

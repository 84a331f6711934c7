package io.azof.storage.filecache;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Data files as files on this machine's disk. A store that has them there is read in place; the
 * objects of any other are copied into a folder of bounded size, each once however many ask for it.
 *
 * <p>Objects must be immutable and their names never be used again: a copy is not compared with the
 * store. Any thread may use a cache.
 */
public final class FileCache implements AutoCloseable {
  private final ObjectStore store;
  private final FileCacheSettings settings;
  private final ThreadPoolExecutor fetchers;

  /** What is being fetched or read, by key. */
  private final Map<String, Use> uses = new HashMap<>();

  private @Nullable CacheFolder folder;
  private @Nullable Path temporaryFolder;

  /** A file that somebody reads or waits for. */
  private static final class Use {
    private final String key;
    private final CompletableFuture<Optional<Path>> path;
    private int count = 1;

    Use(String key, CompletableFuture<Optional<Path>> path) {
      this.key = key;
      this.path = path;
    }
  }

  public FileCache(ObjectStore store, FileCacheSettings settings) {
    this.store = store;
    this.settings = settings;
    this.fetchers =
        new ThreadPoolExecutor(
            settings.downloadsMax(),
            settings.downloadsMax(),
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "azof-fetch");
              thread.setDaemon(true);
              return thread;
            });
    fetchers.allowCoreThreadTimeOut(true);
  }

  /**
   * Opens the files of immutable objects, all at the same time those that have to be fetched. The
   * receiver closes them.
   *
   * @throws AzofException {@code STORE_FAILED}, or {@code LIMIT_REACHED} when the files that are in
   *     use do not fit into the cache
   */
  public LocalFiles openFiles(Collection<String> keys) {
    Map<String, Optional<Path>> paths = new TreeMap<>();
    List<Use> used = new ArrayList<>();
    for (String key : new TreeSet<>(keys)) {
      Optional<Path> inPlace = store.localFile(key);
      if (inPlace.isPresent()) {
        paths.put(key, inPlace);
      } else {
        used.add(use(key));
      }
    }
    RuntimeException failure = null;
    for (Use use : used) { // to the end: all must be let go
      try {
        paths.put(use.key, use.path.join());
      } catch (CompletionException e) {
        failure = failure == null ? unwrap(e) : failure;
      }
    }
    if (failure != null) {
      release(used);
      throw failure;
    }
    return new LocalFiles(this, paths, () -> release(used));
  }

  private synchronized Use use(String key) {
    Use known = uses.get(key);
    if (known != null && !known.path.isCompletedExceptionally()) {
      known.count++;
      return known;
    }
    CacheFolder cache = folder();
    Use use = new Use(key, CompletableFuture.supplyAsync(() -> fetch(cache, key), fetchers));
    uses.put(key, use);
    return use;
  }

  private synchronized CacheFolder folder() {
    try {
      if (folder == null) {
        Path place;
        if (settings.folder().isPresent()) {
          place = settings.folder().get();
          if (!Files.isDirectory(place)) {
            Files.createDirectories(
                place,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
          }
        } else {
          place = Files.createTempDirectory("azof-files-");
          temporaryFolder = place;
        }
        folder = CacheFolder.open(place, settings.bytesMax());
      }
      return folder;
    } catch (IOException e) {
      throw failed(
          "Cannot open the file cache" + settings.folder().map(p -> " " + p).orElse(""), e);
    }
  }

  private Optional<Path> fetch(CacheFolder cache, String key) {
    String id = id(key);
    try {
      Optional<Path> copy = cache.hold(id);
      return copy.isPresent() ? copy : download(cache, id, key);
    } catch (IOException e) {
      throw failed("Cannot keep a copy of \"" + key + "\" in the file cache", e);
    }
  }

  private Optional<Path> download(CacheFolder cache, String id, String key) throws IOException {
    long[] reserved = {-1};
    try {
      Optional<Long> bytes =
          store.download(
              key,
              cache.part(id),
              size -> {
                reserve(cache, id, key, size);
                reserved[0] = size;
              });
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      Path path = cache.publish(id, bytes.get());
      reserved[0] = -1;
      return Optional.of(path);
    } finally {
      if (reserved[0] >= 0) {
        cache.abandon(id, reserved[0]);
      }
    }
  }

  private static void reserve(CacheFolder cache, String id, String key, long bytes) {
    try {
      cache.reserve(id, bytes);
    } catch (IOException e) {
      throw failed("Cannot make room for \"" + key + "\" in the file cache", e);
    }
  }

  private synchronized void release(List<Use> used) {
    for (Use use : used) {
      if (--use.count == 0) {
        uses.remove(use.key, use);
        letGo(use);
      }
    }
  }

  private void letGo(Use use) {
    CacheFolder cache = folder;
    if (cache == null || use.path.isCompletedExceptionally()) { // closed, or nothing is held
      return;
    }
    try {
      cache.release(id(use.key));
    } catch (IOException e) {
      throw failed("Cannot let go of \"" + use.key + "\" in the file cache", e);
    }
  }

  private String id(String key) {
    return Checksum.id(store.location() + "\n" + key);
  }

  /** Stops fetching, and removes the folder if it is temporary. Readers must be closed before. */
  @Override
  public void close() {
    fetchers.shutdownNow();
    try {
      fetchers.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeFolder();
  }

  private synchronized void closeFolder() {
    try {
      if (folder != null) {
        folder.close();
        folder = null;
      }
      if (temporaryFolder != null) {
        CacheUser.remove(temporaryFolder);
        temporaryFolder = null;
      }
    } catch (IOException e) {
      throw failed("Cannot close the file cache", e);
    }
  }

  private static RuntimeException unwrap(CompletionException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : e;
  }

  private static AzofException failed(String what, IOException e) {
    String kind = e.getClass().getSimpleName().replaceFirst("Exception$", "");
    return new AzofException(
        ErrorCode.STORE_FAILED, what + " (" + kind + ": " + e.getMessage() + ")", e);
  }
}

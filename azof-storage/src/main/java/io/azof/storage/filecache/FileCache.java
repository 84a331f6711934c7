package io.azof.storage.filecache;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Traffic;
import io.azof.storage.objectstore.Download;
import io.azof.storage.objectstore.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
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

  /** One at a time waits for room, holding nothing, so that none waits for another. */
  private final Turn turn = new Turn();

  /** What is being fetched or read, by key. */
  private final Map<String, Use> uses = new HashMap<>();

  private @Nullable CacheFolder folder;
  private @Nullable Path temporaryFolder;

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
   * receiver closes them. Where they do not fit beside files that others use, this waits for those
   * to be let go, holding none. A thread that is interrupted meanwhile, or while files are fetched,
   * ends with {@code CANCELLED}, and what nobody else waits for is not fetched to its end.
   *
   * @param bytes how long an object must be, where that is known; then all of a large one is asked
   *     for at once
   * @throws AzofException {@code STORE_FAILED}, {@code DATA_FILE_CORRUPT} when an object that is
   *     fetched is not as long as it must be, or {@code LIMIT_REACHED} when the files do not fit
   *     into the cache even so, or others do not let go of theirs in time
   */
  public LocalFiles openFiles(Collection<String> keys, Function<String, OptionalLong> bytes) {
    try {
      return openNow(keys, bytes);
    } catch (AzofException e) {
      if (e.code() != ErrorCode.LIMIT_REACHED) {
        throw e;
      }
      return turn.take(settings.roomWait(), e, this::isAlone, () -> openNow(keys, bytes));
    }
  }

  /** As {@link #openFiles(Collection, Function)}, where it is not known how long they are. */
  public LocalFiles openFiles(Collection<String> keys) {
    return openFiles(keys, key -> OptionalLong.empty());
  }

  private LocalFiles openNow(Collection<String> keys, Function<String, OptionalLong> bytes) {
    Map<String, Optional<Path>> paths = new TreeMap<>();
    List<Use> used = new ArrayList<>();
    Set<Use> begun = new HashSet<>();
    Traffic traffic = Traffic.NONE;
    for (String key : new TreeSet<>(keys)) {
      Optional<Path> inPlace = store.localFile(key);
      if (inPlace.isPresent()) {
        paths.put(key, inPlace);
      } else {
        used.add(use(key, bytes.apply(key), begun));
      }
    }
    RuntimeException failure = null;
    for (Use use : used) {
      try {
        Use.Held held = failure == null ? use.held.get() : use.held.getNow(Use.NOTHING);
        paths.put(use.key, held.path());
        boolean isFirst = begun.contains(use);
        traffic =
            traffic.plus(isFirst || held.path().isEmpty() ? held.traffic() : Traffic.CACHED_FILE);
      } catch (ExecutionException | CompletionException e) {
        failure = failure == null ? unwrap(e) : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure =
            new AzofException(
                ErrorCode.CANCELLED, "Fetching \"" + use.key + "\" was interrupted", e);
      }
    }
    if (failure != null) {
      release(used);
      throw failure;
    }
    return new LocalFiles(this, paths, bytes, traffic, () -> release(used));
  }

  /** Adds itself to those that have begun when nobody uses the file yet. */
  private synchronized Use use(String key, OptionalLong bytes, Set<Use> begun) {
    Use use = uses.get(key);
    if (use == null || use.gone != null || use.held.isCompletedExceptionally()) {
      FetchInterrupt interrupt = new FetchInterrupt();
      CompletableFuture<?> before =
          use == null || use.gone == null ? CompletableFuture.completedFuture(null) : use.gone;
      use =
          new Use(
              key,
              before.thenApplyAsync(done -> fetch(key, bytes, interrupt), fetchers),
              interrupt);
      uses.put(key, use);
      begun.add(use);
    }
    use.count++;
    return use;
  }

  private synchronized boolean isAlone() {
    try {
      return uses.isEmpty() && (folder == null || folder.isAlone());
    } catch (IOException e) {
      throw failed("Cannot look into the file cache", e);
    }
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

  /** On a thread of its own, which nobody interrupts: that would break the locks of the folder. */
  private Use.Held fetch(String key, OptionalLong bytes, FetchInterrupt interrupt) {
    CacheFolder cache = folder();
    String id = id(key);
    try {
      Optional<Path> copy = cache.hold(id);
      return copy.isPresent()
          ? new Use.Held(copy, Traffic.CACHED_FILE)
          : cache.whileFetching(id, () -> fetchAlone(cache, id, key, bytes, interrupt));
    } catch (IOException e) {
      throw failed("Cannot keep a copy of \"" + key + "\" in the file cache", e);
    }
  }

  private Use.Held fetchAlone(
      CacheFolder cache, String id, String key, OptionalLong bytes, FetchInterrupt interrupt)
      throws IOException {
    Optional<Path> copy = cache.hold(id); // somebody may have fetched it meanwhile
    return copy.isPresent()
        ? new Use.Held(copy, Traffic.CACHED_FILE)
        : download(cache, id, key, bytes, interrupt);
  }

  private Use.Held download(
      CacheFolder cache, String id, String key, OptionalLong bytes, FetchInterrupt interrupt)
      throws IOException {
    long[] reserved = {-1};
    LongConsumer reserve =
        size -> {
          reserve(cache, id, key, size);
          reserved[0] = size;
        };
    try {
      bytes.ifPresent(reserve);
      Optional<Download> download;
      if (bytes.isPresent()) {
        Path part = cache.part(id);
        download = interruptible(interrupt, () -> store.download(key, bytes.getAsLong(), part));
      } else {
        Path part = cache.part(id);
        download = interruptible(interrupt, () -> store.download(key, part, reserve));
      }
      if (download.isEmpty()) {
        return new Use.Held(Optional.empty(), Traffic.ofRequest(0));
      }
      Path path = cache.publish(id, download.get().bytes());
      reserved[0] = -1;
      Traffic traffic = Traffic.ofFile(download.get().requests(), download.get().bytes());
      return new Use.Held(Optional.of(path), traffic);
    } finally {
      if (reserved[0] >= 0) {
        cache.abandon(id, reserved[0]);
      }
    }
  }

  private static <T> T interruptible(FetchInterrupt interrupt, Supplier<T> download) {
    if (!interrupt.begin()) {
      throw new AzofException(ErrorCode.CANCELLED, "Nobody waits for the file any more");
    }
    try {
      return download.get();
    } finally {
      interrupt.end();
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
        if (use.held.isDone()) {
          uses.remove(use.key, use);
          letGo(use);
        } else {
          abandon(use);
        }
      }
    }
    turn.signal();
  }

  /** Ends a fetch that nobody waits for, and lets go of what has come even so. */
  private void abandon(Use use) {
    use.gone =
        use.held.handle(
            (held, failure) -> {
              synchronized (this) {
                uses.remove(use.key, use);
                letGo(use);
              }
              turn.signal();
              return null;
            });
    use.interrupt.ask();
  }

  private void letGo(Use use) {
    CacheFolder cache = folder;
    if (cache == null || use.held.isCompletedExceptionally()) { // closed, or nothing is held
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

  private static RuntimeException unwrap(Exception e) {
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }

  private static AzofException failed(String what, IOException e) {
    String kind = e.getClass().getSimpleName().replaceFirst("Exception$", "");
    return new AzofException(
        ErrorCode.STORE_FAILED, what + " (" + kind + ": " + e.getMessage() + ")", e);
  }
}

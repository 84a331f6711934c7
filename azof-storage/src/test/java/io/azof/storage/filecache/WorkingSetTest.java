package io.azof.storage.filecache;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.DistantObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cache that is a sixteenth of what is read through it, by several scans at a time, which all
 * together do not fit. In full, with {@code -Dazof.cache.full=true}: 64 MiB under 1 GiB.
 */
final class WorkingSetTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final boolean FULL = Boolean.getBoolean("azof.cache.full");
  private static final int FILE_BYTES = FULL ? 4 << 20 : 64 << 10;
  private static final int FILES = 256;
  private static final long CACHE_BYTES_MAX = (long) FILES * FILE_BYTES / 16;
  private static final int SCANS = 4;
  private static final int FILES_OF_A_SCAN = 5;
  private static final int ROUNDS = 100;

  @TempDir private Path folder;

  @Test
  void answersAreRightAndTheBoundHolds() throws Exception {
    System.out.println("a cache below its working set: -Dazof.seed=" + SEED);
    LocalObjectStore objects = new LocalObjectStore(folder.resolve("store"));
    List<String> keys = IntStream.range(0, FILES).mapToObj(i -> "t/f" + i).toList();
    keys.forEach(key -> objects.createIfAbsent(key, content(key)));
    FileCacheSettings settings =
        new FileCacheSettings(
            Optional.of(folder.resolve("cache")), CACHE_BYTES_MAX, 8, Duration.ofMinutes(10));
    ExecutorService threads = Executors.newFixedThreadPool(SCANS);
    long bytesSeenMax = 0;
    try (FileCache cache = new FileCache(new DistantObjectStore(objects), settings)) {
      List<Future<Boolean>> scans = new ArrayList<>();
      for (int i = 0; i < SCANS; i++) {
        Random random = new Random(SEED + i);
        scans.add(threads.submit(() -> isRead(cache, keys, random)));
      }
      while (!scans.stream().allMatch(Future::isDone)) {
        long bytes = copiedBytes();
        bytesSeenMax = Math.max(bytesSeenMax, bytes);
        assertThat(bytes).as("-Dazof.seed=%s", SEED).isLessThanOrEqualTo(CACHE_BYTES_MAX);
      }
      for (Future<Boolean> scan : scans) {
        assertThat(scan.get()).as("-Dazof.seed=%s", SEED).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.printf(
        "%d scans of %d files each of %d bytes; the cache held up to %d of %d bytes%n",
        SCANS * ROUNDS, FILES_OF_A_SCAN, FILE_BYTES, bytesSeenMax, CACHE_BYTES_MAX);
    assertThat(bytesSeenMax).isGreaterThan(CACHE_BYTES_MAX / 2);
  }

  private static boolean isRead(FileCache cache, List<String> keys, Random random)
      throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      List<String> asked =
          Stream.generate(() -> keys.get(random.nextInt(FILES)))
              .distinct()
              .limit(FILES_OF_A_SCAN)
              .toList();
      try (LocalFiles files = cache.openFiles(asked)) {
        for (String key : asked) {
          byte[] found = Files.readAllBytes(files.path(key).orElseThrow());
          if (!Arrays.equals(found, content(key))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static byte[] content(String key) {
    byte[] content = new byte[FILE_BYTES];
    new Random(key.hashCode()).nextBytes(content);
    return content;
  }

  /** Counted while no copy is made or removed: a listing may show both what goes and what comes. */
  private long copiedBytes() throws IOException {
    LockSupport.parkNanos(1_000_000);
    Path cache = folder.resolve("cache");
    if (!Files.isDirectory(cache.resolve("files"))) {
      return 0;
    }
    return new FolderLock(cache.toRealPath().resolve("lock"))
        .hold(
            () -> {
              try (Stream<Path> copies = Files.list(cache.resolve("files"))) {
                return copies.count() * FILE_BYTES;
              }
            });
  }
}

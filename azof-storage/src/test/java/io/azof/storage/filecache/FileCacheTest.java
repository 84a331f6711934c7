package io.azof.storage.filecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.CountingObjectStore;
import io.azof.storage.model.Traffic;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class FileCacheTest {
  private static final int FILE_BYTES = 1000;

  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final CountingObjectStore store = new CountingObjectStore(objects);
  private final List<FileCache> open = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    open.forEach(FileCache::close);
  }

  /** A cache whose scans do not wait for each other. */
  private FileCache cache(int filesMax) {
    return cache(filesMax, Duration.ZERO);
  }

  private FileCache cache(int filesMax, Duration roomWait) {
    long bytesMax = (long) filesMax * FILE_BYTES;
    FileCache cache =
        new FileCache(store, new FileCacheSettings(Optional.of(folder), bytesMax, 4, roomWait));
    open.add(cache);
    return cache;
  }

  private static byte[] content(String key) {
    byte[] content = new byte[FILE_BYTES];
    new Random(key.hashCode()).nextBytes(content);
    return content;
  }

  private List<String> put(int files) {
    List<String> keys = IntStream.range(0, files).mapToObj(i -> "t/f" + i).toList();
    keys.forEach(key -> objects.createIfAbsent(key, content(key)));
    return keys;
  }

  private static void read(FileCache cache, List<String> keys) throws IOException {
    try (LocalFiles files = cache.openFiles(keys)) {
      for (String key : keys) {
        assertThat(files.path(key).orElseThrow()).hasBinaryContent(content(key));
      }
    }
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("files"))) {
      return files.toList();
    }
  }

  @Test
  void fetchesEachObjectOnceHoweverManyAsk() throws Exception {
    List<String> keys = put(20);
    FileCache cache = cache(20);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readers.add(
            threads.submit(
                () -> {
                  read(cache, keys);
                  return true;
                }));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(store.takeCalls()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void refusesAnObjectThatIsNotAsLongAsItMustBeAndKeepsNoRoomForIt() throws Exception {
    List<String> keys = put(2);
    FileCache cache = cache(2);
    for (long bytes : new long[] {FILE_BYTES - 1, FILE_BYTES + 1}) {
      assertThatThrownBy(() -> cache.openFiles(keys, key -> OptionalLong.of(bytes)))
          .hasMessageContaining(
              "\" in memory: has 1000 bytes, but " + bytes + " are stated; restore that object")
          .isInstanceOfSatisfying(
              AzofException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_FILE_CORRUPT));
    }
    assertThat(copies()).isEmpty();
    try (LocalFiles files = cache.openFiles(keys, key -> OptionalLong.of(FILE_BYTES))) {
      assertThat(files.path("t/f0").orElseThrow()).hasBinaryContent(content("t/f0"));
    }
  }

  @Test
  void saysThatAnObjectIsNotThere() {
    try (LocalFiles files = cache(1).openFiles(List.of("absent"))) {
      assertThat(files.path("absent")).isEmpty();
    }
    try (LocalFiles files =
        cache(1).openFiles(List.of("absent"), key -> OptionalLong.of(FILE_BYTES))) {
      assertThat(files.path("absent")).isEmpty();
    }
  }

  @Test
  void fetchesLaterWhatIsAskedForLaterAndHoldsItAsLong() throws Exception {
    List<String> keys = put(3);
    FileCache cache = cache(2);
    try (LocalFiles files = cache.openFiles(keys.subList(0, 1))) {
      assertThat(files.path("t/f1").orElseThrow()).hasBinaryContent(content("t/f1"));
      assertThatThrownBy(() -> read(cache, keys.subList(2, 3)))
          .hasMessageContaining("raise cache.size");
    }
    read(cache, keys.subList(2, 3));
    assertThat(store.takeCalls()).containsOnlyOnce("read t/f0", "read t/f1");
  }

  @Test
  void holdsItsBoundUnderALargerWorkingSetAndAnswersRight() throws Exception {
    List<String> keys = put(160);
    FileCache cache = cache(10);
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      int from = random.nextInt(keys.size() - 5);
      read(cache, keys.subList(from, from + 5));
      assertThat(copies()).hasSizeLessThanOrEqualTo(10);
    }
  }

  @Test
  void removesWhatWasNotUsedForLongest() throws Exception {
    List<String> keys = put(4);
    FileCache cache = cache(3);
    for (int i : new int[] {0, 1, 2, 0, 3}) {
      read(cache, keys.subList(i, i + 1));
      awaitTick();
    }
    store.takeCalls();
    for (int i : new int[] {0, 2, 3}) {
      read(cache, keys.subList(i, i + 1));
    }
    assertThat(store.takeCalls()).isEmpty();
    read(cache, keys.subList(1, 2));
    assertThat(store.takeCalls()).containsExactly("read t/f1");
  }

  /** Lets the clock of the file system go on, which moves in steps of some milliseconds. */
  private void awaitTick() throws IOException {
    Path probe = folder.resolve("probe");
    Files.writeString(probe, "");
    Object before = Files.getAttribute(probe, "unix:ctime");
    while (Files.getAttribute(probe, "unix:ctime").equals(before)) {
      Files.writeString(probe, "");
    }
  }

  @Test
  void saysThatTheFilesInUseDoNotFit() throws Exception {
    List<String> keys = put(4);
    FileCache cache = cache(2);
    LocalFiles used = cache.openFiles(keys.subList(0, 2));
    assertThatThrownBy(() -> cache.openFiles(keys.subList(2, 3)))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED))
        .hasMessage(
            "A data file of 1000 bytes does not fit into the file cache "
                + folder
                + ", which may hold 2000 bytes and whose other files are in use; raise cache.size");
    used.close();
    read(cache, keys.subList(2, 4));
    assertThat(copies()).hasSize(2);
  }

  @Test
  void aScanWaitsForRoomThatOthersLetGoOf() throws Exception {
    List<String> keys = put(4);
    FileCache cache = cache(2, Duration.ofMinutes(5));
    LocalFiles used = cache.openFiles(keys.subList(0, 2));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Boolean> first = threads.submit(() -> isRead(cache, keys.subList(1, 3)));
      Future<Boolean> second = threads.submit(() -> isRead(cache, keys.subList(2, 4)));
      while (store.takeCalls().stream().noneMatch("read t/f2"::equals)) {
        Thread.onSpinWait();
      }
      assertThat(first.isDone() || second.isDone()).isFalse();
      used.close();
      assertThat(first.get()).isTrue();
      assertThat(second.get()).isTrue();
    } finally {
      threads.shutdownNow();
    }
    assertThat(copies()).hasSizeLessThanOrEqualTo(2);
  }

  /** It waited for room, or was told just then of one of the files that there is none for it. */
  private static void requireCancelled(Future<Boolean> scan, String... missing) {
    List<String> sentences = new ArrayList<>();
    sentences.add("Waiting for room in the file cache was interrupted");
    for (String key : missing) {
      sentences.add("Fetching \"" + key + "\" was interrupted");
    }
    assertThatThrownBy(scan::get)
        .cause()
        .isInstanceOfSatisfying(
            AzofException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
              assertThat(e.getMessage()).isIn(sentences);
            });
  }

  private static boolean isRead(FileCache cache, List<String> keys) throws IOException {
    read(cache, keys);
    return true;
  }

  @Test
  @Timeout(60)
  void aScanThatWaitsForRoomIsCancelledWhenItsThreadIsInterrupted() throws Exception {
    List<String> keys = put(4);
    FileCache cache = cache(2, Duration.ofDays(1));
    try (LocalFiles used = cache.openFiles(keys.subList(0, 2))) {
      ExecutorService threads = Executors.newFixedThreadPool(2);
      Future<Boolean> first = threads.submit(() -> isRead(cache, keys.subList(1, 3)));
      Future<Boolean> second = threads.submit(() -> isRead(cache, keys.subList(2, 4)));
      while (store.takeCalls().isEmpty()) {
        Thread.onSpinWait();
      }
      threads.shutdownNow();
      requireCancelled(first, "t/f2"); // the other one is there
      requireCancelled(second, "t/f2", "t/f3");
      assertThat(used.path("t/f0").orElseThrow()).hasBinaryContent(content("t/f0"));
    }
    read(cache, keys.subList(2, 4));
  }

  @Test
  void aScanThatNeverFitsIsAnErrorAtOnce() throws Exception {
    List<String> keys = put(3);
    FileCache cache = cache(2, Duration.ofDays(1));
    assertThatThrownBy(() -> cache.openFiles(keys))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining("may hold 2000 bytes")
        .hasMessageEndingWith("raise cache.size");
    read(cache, keys.subList(0, 2));
  }

  @Test
  void saysWhatItTookToHaveTheFilesHere() throws Exception {
    List<String> keys = put(3);
    FileCache cache = cache(3);
    read(cache, keys.subList(0, 1));
    try (LocalFiles files = cache.openFiles(keys)) {
      assertThat(files.traffic()).isEqualTo(new Traffic(2, 2 * FILE_BYTES, 2, 1));
      try (LocalFiles again = cache.openFiles(keys)) {
        assertThat(again.traffic()).isEqualTo(new Traffic(0, 0, 0, 3));
      }
    }
  }

  @Test
  void cachesOfOneFolderFetchEachObjectOnce() throws Exception {
    List<String> keys = put(50);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        FileCache cache = cache(50);
        readers.add(threads.submit(() -> isRead(cache, keys)));
      }
      for (Future<Boolean> reader : readers) {
        assertThat(reader.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(store.takeCalls()).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void aFileInUseStaysReadableWhateverBecomesOfTheCopy() throws Exception {
    List<String> keys = put(1);
    FileCache cache = cache(2);
    try (LocalFiles files = cache.openFiles(keys)) {
      for (Path copy : copies()) {
        Files.delete(copy);
      }
      assertThat(files.path("t/f0").orElseThrow()).hasBinaryContent(content("t/f0"));
    }
    read(cache, keys);
    assertThat(store.takeCalls()).hasSize(2);
  }

  @Test
  void isFullOfTheSameFilesWhenItIsOpenedAgain() throws Exception {
    List<String> keys = put(3);
    try (FileCache cache = cache(3)) {
      read(cache, keys);
    }
    store.takeCalls();
    read(cache(3), keys);
    assertThat(store.takeCalls()).isEmpty();
  }

  @Test
  void fetchesACopyAgainThatIsDamaged() throws Exception {
    List<String> keys = put(2);
    try (FileCache cache = cache(3)) {
      read(cache, keys);
    }
    store.takeCalls();
    List<Path> copies = copies();
    byte[] bytes = Files.readAllBytes(copies.get(0));
    bytes[500] ^= 1;
    Files.write(copies.get(0), bytes);
    Files.write(copies.get(1), new byte[0]);
    read(cache(3), keys);
    assertThat(store.takeCalls()).hasSize(2);
  }

  @Test
  void asksAgainForAnObjectThatWasNotThere() throws Exception {
    List<String> keys = put(2);
    FileCache cache = cache(2);
    objects.delete("t/f1");
    try (LocalFiles files = cache.openFiles(keys)) {
      assertThat(files.path("t/f1")).isEmpty();
    }
    objects.createIfAbsent("t/f1", content("t/f1"));
    read(cache, keys);
  }

  @Test
  void aTemporaryFolderGoesWithTheCache() throws Exception {
    List<String> keys = put(1);
    Path copy;
    try (FileCache cache = new FileCache(store, FileCacheSettings.defaults())) {
      try (LocalFiles files = cache.openFiles(keys)) {
        copy = files.path("t/f0").orElseThrow();
      }
    }
    assertThat(copy.resolve("../../..").normalize()).doesNotExist();
  }
}

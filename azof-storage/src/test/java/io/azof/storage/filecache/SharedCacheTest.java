package io.azof.storage.filecache;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.DistantObjectStore;
import io.azof.storage.fixture.ForwardingObjectStore;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import io.azof.storage.objectstore.local.LocalObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache folder of several processes, of which some die. */
final class SharedCacheTest {
  private static final int PROCESSES = 8;
  private static final int OBJECTS = 64;
  private static final int OBJECT_BYTES = 64 << 10;
  private static final long CACHE_BYTES_MAX = 24L * OBJECT_BYTES;

  @TempDir private Path folder;

  private Path cacheFolder() {
    return folder.resolve("cache");
  }

  private static byte[] content(int object) {
    byte[] content = new byte[OBJECT_BYTES];
    new Random(object).nextBytes(content);
    return content;
  }

  private static FileCache open(ObjectStore store, Path cache, long bytesMax) {
    return new FileCache(
        new DistantObjectStore(store),
        new FileCacheSettings(Optional.of(cache), bytesMax, 4, Duration.ofSeconds(60)));
  }

  /** Notes each object that is read, in a file of its own. */
  private static final class NotingStore extends ForwardingObjectStore {
    private final Path notes;

    NotingStore(ObjectStore store, Path notes) {
      super(store);
      this.notes = notes;
    }

    @Override
    public Optional<StoredObject> read(String key) {
      try {
        Files.createTempFile(notes, key + "-", "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return super.read(key);
    }
  }

  @Test
  void eightProcessesFetchEachObjectOnce() throws Exception {
    writeObjects();
    runAll(100, (long) OBJECTS * OBJECT_BYTES);
    Set<String> fetched = new TreeSet<>();
    try (Stream<Path> notes = Files.list(folder.resolve("notes"))) {
      for (Path note : notes.toList()) {
        String object = note.getFileName().toString().replaceFirst("-.*", "");
        assertThat(fetched.add(object)).as(object).isTrue();
      }
    }
    assertThat(fetched).hasSizeGreaterThan(OBJECTS / 2);
  }

  @Test
  void eightProcessesShareItWithoutHarm() throws Exception {
    writeObjects();
    runAll(100, CACHE_BYTES_MAX);
    assertThat(copiedBytes()).isBetween(1L, CACHE_BYTES_MAX);
    assertThat(users()).isEmpty();
  }

  private void runAll(int rounds, long cacheBytesMax) throws Exception {
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(start(i, rounds, cacheBytesMax));
      }
      for (int i = 0; i < PROCESSES; i++) {
        assertThat(processes.get(i).waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("output" + i)).isEmptyFile();
        assertThat(processes.get(i).exitValue()).isZero();
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  @Test
  void theDeadLeaveNoHarm() throws Exception {
    writeObjects();
    for (int i = 0; i < 5; i++) {
      Process process = start(i, Integer.MAX_VALUE, CACHE_BYTES_MAX);
      try {
        while (process.isAlive() && copiedBytes() < CACHE_BYTES_MAX / 2) {
          Thread.onSpinWait();
        }
        assertThat(process.isAlive()).as(Files.readString(folder.resolve("output" + i))).isTrue();
      } finally {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(users()).isNotEmpty();
    LocalObjectStore store = new LocalObjectStore(folder.resolve("store"));
    try (FileCache cache = open(store, cacheFolder(), CACHE_BYTES_MAX)) {
      for (int object = 0; object < OBJECTS; object++) {
        readOne(cache, object);
      }
      assertThat(users()).hasSize(1);
      assertThat(copiedBytes()).isLessThanOrEqualTo(CACHE_BYTES_MAX);
    }
  }

  private void writeObjects() throws IOException {
    Files.createDirectories(folder.resolve("notes"));
    LocalObjectStore store = new LocalObjectStore(folder.resolve("store"));
    IntStream.range(0, OBJECTS).forEach(i -> store.createIfAbsent("o" + i, content(i)));
  }

  private static void readOne(FileCache cache, int object) throws IOException {
    String key = "o" + object;
    try (LocalFiles files = cache.openFiles(List.of(key))) {
      byte[] found = Files.readAllBytes(files.path(key).orElseThrow());
      if (!Arrays.equals(found, content(object))) {
        throw new IllegalStateException("wrong content of " + key);
      }
    }
  }

  private long copiedBytes() throws IOException {
    try (Stream<Path> files = Files.list(cacheFolder().resolve("files"))) {
      return files.count() * OBJECT_BYTES;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private List<Path> users() throws IOException {
    try (Stream<Path> users = Files.list(cacheFolder().resolve("users"))) {
      return users.toList();
    }
  }

  private Process start(int number, int rounds, long cacheBytesMax) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Reader.class.getName(),
            folder.resolve("store").toString(),
            cacheFolder().toString(),
            Integer.toString(number),
            Integer.toString(rounds),
            Long.toString(cacheBytesMax),
            folder.resolve("notes").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output" + number).toFile())
        .start();
  }

  /** Reads objects at random. */
  static final class Reader {
    public static void main(String[] arguments) throws Exception {
      Random random = new Random(Long.parseLong(arguments[2]));
      ObjectStore store =
          new NotingStore(new LocalObjectStore(Path.of(arguments[0])), Path.of(arguments[5]));
      try (FileCache cache = open(store, Path.of(arguments[1]), Long.parseLong(arguments[4]))) {
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
          readOne(cache, random.nextInt(OBJECTS));
        }
      }
    }
  }
}

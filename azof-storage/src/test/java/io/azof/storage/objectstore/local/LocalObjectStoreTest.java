package io.azof.storage.objectstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.ObjectStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalObjectStoreTest extends ObjectStoreContract {
  @TempDir private Path folder;
  private LocalObjectStore store;

  @BeforeEach
  void open() {
    store = new LocalObjectStore(folder.resolve("lakehouse"));
  }

  @AfterEach
  void leavesNoTemporaryFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
    }
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Test
  void isThereOnceItsFolderIs() throws IOException {
    assertThat(store.exists()).isFalse();
    Files.createDirectory(folder.resolve("lakehouse"));
    assertThat(store.exists()).isTrue();
  }

  @Test
  void saysWhereItIs() {
    assertThat(store.location()).isEqualTo(folder.resolve("lakehouse").toString());
  }

  @Test
  void showsAnObjectAsTheFileThatItIs() throws IOException {
    store.createIfAbsent("t/a", bytes("content"));
    Path file = store.localFile("t/a").orElseThrow();
    assertThat(file).isEqualTo(folder.resolve("lakehouse/t/a")).hasBinaryContent(bytes("content"));
  }

  @Test
  void doesNotListItsOwnFiles() {
    String tag = store.createIfAbsent("a", bytes("1")).orElseThrow();
    store.replaceIfMatch("a", bytes("2"), tag);
    assertThat(store.list("").objects()).hasSize(1);
  }

  @Test
  void countsTogetherWithAnotherStoreOfTheSameFolder() throws Exception {
    LocalObjectStore other = new LocalObjectStore(folder.resolve("lakehouse"));
    store.createIfAbsent("counter", bytes("0"));
    race(
        thread -> {
          for (int i = 0; i < 5; i++) {
            increment(thread % 2 == 0 ? store : other, "counter");
          }
          return thread;
        });
    assertThat(store.read("counter").orElseThrow().content()).isEqualTo(bytes("40"));
  }

  @Test
  void countsTogetherWithAnotherProcess() throws Exception {
    store.createIfAbsent("counter", bytes("0"));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                store.location())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      for (int i = 0; i < 50; i++) {
        increment(store, "counter");
      }
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      other.destroyForcibly();
    }
    assertThat(folder.resolve("output")).isEmptyFile();
    assertThat(store.read("counter").orElseThrow().content()).isEqualTo(bytes("100"));
  }

  /** Adds fifty to the counter of the store that it is given. */
  static final class OtherProcess {
    public static void main(String[] arguments) {
      ObjectStore store = new LocalObjectStore(Path.of(arguments[0]));
      for (int i = 0; i < 50; i++) {
        increment(store, "counter");
      }
    }
  }

  @Test
  void failsWithTheNameOfAnObjectThatCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("lakehouse"), "a file where the folder should be");
    failsNaming("lakehouse/t/a", () -> store.createIfAbsent("t/a", bytes("x")));
  }

  @Test
  void failsWithTheNameOfAnObjectThatCannotBeRead() throws IOException {
    Files.createDirectory(folder.resolve("lakehouse"));
    Path loop = folder.resolve("lakehouse/loop");
    Files.createSymbolicLink(loop, loop);
    failsNaming("lakehouse/loop", () -> store.read("loop"));
    failsNaming("lakehouse/loop", () -> store.readRange("loop", 0, 1));
    failsNaming("lakehouse/loop", () -> store.list("loop"));
    failsNaming("lakehouse/loop/a", () -> store.read("loop/a"));
  }

  @Test
  void failsWithTheNameOfAnObjectThatIsTooLong() {
    String key = "x".repeat(300);
    failsNaming(key, () -> store.createIfAbsent(key, bytes("x")));
  }

  private static void failsNaming(String name, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED))
        .hasMessageContaining(name);
  }

  @Test
  void keepsLockFilesThatOnlyItsOwnEyesSee() throws IOException {
    String tag = store.createIfAbsent("version.txt", bytes("1")).orElseThrow();
    store.replaceIfMatch("version.txt", bytes("2"), tag);
    try (Stream<Path> files = Files.list(folder.resolve("lakehouse"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(List.of("version.txt", ".azof-lock"));
    }
  }
}

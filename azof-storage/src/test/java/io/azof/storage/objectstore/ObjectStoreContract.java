package io.azof.storage.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.Listing.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link ObjectStore} promises, sentence by sentence; each store has a test that extends it.
 */
public abstract class ObjectStoreContract {
  private static final int THREADS = 8;

  @TempDir private Path scratch;

  /** A store without objects; always the same within one test. */
  protected abstract ObjectStore store();

  /** Whether of several that replace the same object at the same time only one finds its tag. */
  protected boolean replacesAtomically() {
    return true;
  }

  @Test
  void aCreatedObjectIsReadAsItWasWritten() {
    Optional<String> tag = store().createIfAbsent("a/b.bin", bytes("\0hello"));
    assertThat(tag).isPresent();
    StoredObject object = store().read("a/b.bin").orElseThrow();
    assertThat(object.content()).isEqualTo(bytes("\0hello"));
    assertThat(object.tag()).isEqualTo(tag.get());
  }

  @Test
  void anObjectMayBeEmpty() {
    store().createIfAbsent("empty", bytes(""));
    assertThat(store().read("empty").orElseThrow().content()).isEmpty();
    assertThat(store().readRange("empty", 0, 10)).hasValueSatisfying(b -> assertThat(b).isEmpty());
    assertThat(store().list("").objects()).containsExactly(new Entry("empty", 0));
  }

  @Test
  void thereIsNothingUnderANameThatWasNeverWritten() {
    assertThat(store().read("a")).isEmpty();
    assertThat(store().read("a/b")).isEmpty();
    assertThat(store().readRange("a", 0, 1)).isEmpty();
    assertThat(store().localFile("a")).isEmpty();
    assertThat(store().replaceIfMatch("a", bytes("x"), "tag")).isEmpty();
    assertThat(store().list("a")).isEqualTo(new Listing(List.of(), List.of()));
  }

  @Test
  void aFolderIsNoObject() {
    store().createIfAbsent("folder/a", bytes("x"));
    assertThat(store().read("folder")).isEmpty();
    assertThat(store().readRange("folder", 0, 10)).isEmpty();
    assertThat(store().readRange("folder", 0, 0)).isEmpty();
    assertThat(store().localFile("folder")).isEmpty();
    assertThat(store().replaceIfMatch("folder", bytes("x"), "tag")).isEmpty();
    store().delete("folder");
    assertThat(store().read("folder/a")).isPresent();
  }

  @Test
  void anObjectIsNoFolder() {
    store().createIfAbsent("a", bytes("x"));
    assertThat(store().list("a")).isEqualTo(new Listing(List.of(), List.of()));
    assertThat(store().read("a/b")).isEmpty();
    assertThat(store().readRange("a/b", 0, 1)).isEmpty();
  }

  @Test
  void whatIsReadIsTheReceiversOwn() {
    byte[] written = bytes("abc");
    store().createIfAbsent("a", written);
    written[0] = 'X';
    store().read("a").orElseThrow().content()[1] = 'X';
    store().readRange("a", 0, 3).orElseThrow()[2] = 'X';
    assertThat(store().read("a").orElseThrow().content()).isEqualTo(bytes("abc"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 0123456789",
    "0, 4, 0123",
    "4, 3, 456",
    "7, 100, 789",
    "9, 1, 9",
    "10, 5, ''",
    "11, 5, ''",
    "9223372036854775807, 2147483647, ''",
    "5, 0, ''",
    "3, 2147483647, 3456789"
  })
  void aRangeHoldsTheBytesThatThereAre(long offset, int length, String expected) {
    store().createIfAbsent("digits", bytes("0123456789"));
    assertThat(store().readRange("digits", offset, length))
        .hasValueSatisfying(range -> assertThat(range).isEqualTo(bytes(expected)));
  }

  @Test
  void aNegativeRangeIsRefused() {
    store().createIfAbsent("a", bytes("x"));
    assertThatIllegalArgumentException().isThrownBy(() -> store().readRange("a", -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> store().readRange("a", 0, -1));
  }

  @Test
  void anObjectIsMadeOfAFile() throws IOException {
    Path file = stagedFile("\0hello");
    assertThat(store().createFromFile("t/a.bin", file)).isTrue();
    Files.delete(file);
    assertThat(store().read("t/a.bin").orElseThrow().content()).isEqualTo(bytes("\0hello"));
    assertThat(store().list("t").objects()).containsExactly(new Entry("a.bin", 6));
    assertThat(store().createIfAbsent("t/a.bin", bytes("x"))).isEmpty();
    String tag = store().read("t/a.bin").orElseThrow().tag();
    assertThat(store().replaceIfMatch("t/a.bin", bytes("new"), tag)).isPresent();
  }

  @Test
  void aFileThatIsElsewhereOnThisMachineBecomesAnObjectToo(@TempDir Path elsewhere)
      throws IOException {
    Path file = Files.write(elsewhere.resolve("file"), bytes("content"));
    assertThat(store().createFromFile("a", file)).isTrue();
    assertThat(file).exists();
    assertThat(store().read("a").orElseThrow().content()).isEqualTo(bytes("content"));
  }

  @Test
  void anExistingObjectIsNotMadeAgainOfAFile() throws IOException {
    Path file = stagedFile("second");
    store().createIfAbsent("a", bytes("first"));
    assertThat(store().createFromFile("a", file)).isFalse();
    assertThat(store().read("a").orElseThrow().content()).isEqualTo(bytes("first"));
    assertThat(file).exists();
    Files.delete(file);
  }

  @Test
  void aFileThatIsNotThereBecomesNoObject() {
    Path absent = store().stagingFolder().resolve("absent-" + System.nanoTime());
    assertThatThrownBy(() -> store().createFromFile("a", absent))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED));
    assertThat(store().read("a")).isEmpty();
  }

  @Test
  void stagedFilesAreNoObjects() throws IOException {
    Path file = stagedFile("x");
    assertThat(store().list("")).isEqualTo(new Listing(List.of(), List.of()));
    Files.delete(file);
  }

  private Path stagedFile(String content) throws IOException {
    Path folder = Files.createDirectories(store().stagingFolder());
    return Files.write(Files.createTempFile(folder, "contract", ".bin"), bytes(content));
  }

  @Test
  void anExistingObjectIsNotCreatedAgain() {
    store().createIfAbsent("a", bytes("first"));
    assertThat(store().createIfAbsent("a", bytes("second"))).isEmpty();
    assertThat(store().read("a").orElseThrow().content()).isEqualTo(bytes("first"));
  }

  @Test
  void anObjectIsReadAgainOnlyWhenItHasChanged() {
    store().createIfAbsent("a", bytes("1"));
    StoredObject first = store().read("a").orElseThrow();
    assertThat(store().refresh("a", first).orElseThrow().content()).isEqualTo(bytes("1"));
    store().replaceIfMatch("a", bytes("2"), first.tag());
    StoredObject second = store().refresh("a", first).orElseThrow();
    assertThat(second.content()).isEqualTo(bytes("2"));
    assertThat(second.tag()).isEqualTo(store().read("a").orElseThrow().tag());
    store().delete("a");
    assertThat(store().refresh("a", second)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000})
  void anObjectIsMadeOutOfAFileAndCopiedIntoOne(int bytes) throws Exception {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    Path file = Files.write(scratch.resolve("file"), content);
    assertThat(store().createFromFile("a/b", file)).isTrue();
    assertThat(store().createFromFile("a/b", file)).isFalse();
    assertThat(store().read("a/b").orElseThrow().content()).isEqualTo(content);
    List<Long> sizes = new ArrayList<>();
    Path copy = scratch.resolve("copy");
    assertThat(store().download("a/b", copy, sizes::add))
        .map(Download::bytes)
        .contains((long) bytes);
    assertThat(copy).hasBinaryContent(content);
    assertThat(sizes).containsExactly((long) bytes);
  }

  @Test
  void nothingIsCopiedOfAnObjectThatIsNotThereOrThatNobodyHasRoomFor() {
    Path copy = scratch.resolve("copy");
    assertThat(store().download("a", copy, size -> {})).isEmpty();
    assertThat(copy).doesNotExist();
    store().createIfAbsent("a", bytes("content"));
    IllegalStateException noRoom = new IllegalStateException("no room");
    assertThatThrownBy(
            () ->
                store()
                    .download(
                        "a",
                        copy,
                        size -> {
                          throw noRoom;
                        }))
        .isSameAs(noRoom);
    assertThat(copy).doesNotExist();
  }

  @Test
  void anObjectIsReplacedWhileItHasTheTag() {
    String first = store().createIfAbsent("a", bytes("1")).orElseThrow();
    String second = store().replaceIfMatch("a", bytes("2"), first).orElseThrow();
    assertThat(second).isNotEqualTo(first);
    assertThat(store().replaceIfMatch("a", bytes("3"), first)).isEmpty();
    assertThat(store().read("a").orElseThrow().content()).isEqualTo(bytes("2"));
    assertThat(store().read("a").orElseThrow().tag()).isEqualTo(second);
    assertThat(store().replaceIfMatch("a", bytes("3"), second)).isPresent();
  }

  @Test
  void aDeletedObjectIsGoneAndItsNameFree() {
    String tag = store().createIfAbsent("a/b", bytes("1")).orElseThrow();
    store().delete("a/b");
    assertThat(store().read("a/b")).isEmpty();
    assertThat(store().list("a").objects()).isEmpty();
    assertThat(store().replaceIfMatch("a/b", bytes("2"), tag)).isEmpty();
    assertThat(store().createIfAbsent("a/b", bytes("3"))).isPresent();
  }

  @Test
  void nothingHappensWhenAnObjectIsDeletedThatIsNotThere() {
    store().delete("never");
    store().createIfAbsent("a", bytes("1"));
    store().delete("b/c");
    assertThat(store().list("").objects()).containsExactly(new Entry("a", 1));
  }

  @Test
  void aListingHoldsWhatLiesDirectlyInTheFolderInOrder() {
    for (String key : List.of("t/s10.json", "t/s2.json", "t/S.json", "t/a/deep/er", "t/b/x")) {
      store().createIfAbsent(key, bytes(key));
    }
    store().createIfAbsent("t.txt", bytes("beside"));
    store().createIfAbsent("t2/x", bytes("beside"));
    Listing listing = store().list("t");
    assertThat(listing.objects())
        .containsExactly(
            new Entry("S.json", 8), new Entry("s10.json", 10), new Entry("s2.json", 9));
    assertThat(listing.folders()).containsExactly("a", "b");
    assertThat(store().list("t/a").folders()).containsExactly("deep");
    assertThat(store().list("").folders()).containsExactly("t", "t2");
    assertThat(store().list("").objects()).containsExactly(new Entry("t.txt", 6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "..", "./a", "a/.", "../a", "a/../b", "a/..", "a\\b",
        "..\\a", "a\nb", "a\0b", "a/\tb"
      })
  void whatIsNoKeyIsRefusedByEveryVerb(String key) {
    byte[] content = bytes("x");
    assertThatIllegalArgumentException().isThrownBy(() -> store().read(key));
    assertThatIllegalArgumentException().isThrownBy(() -> store().readRange(key, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> store().createIfAbsent(key, content));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().replaceIfMatch(key, content, "tag"));
    assertThatIllegalArgumentException().isThrownBy(() -> store().delete(key));
    assertThatIllegalArgumentException().isThrownBy(() -> store().localFile(key));
    if (!key.isEmpty()) {
      assertThatIllegalArgumentException().isThrownBy(() -> store().list(key));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"...", "a..b", "a b", ".hidden", "~", "a:b", "%2e%2e", "CON", "-"})
  void anUnusualNameIsAName(String key) {
    store().createIfAbsent(key, bytes("x"));
    assertThat(store().read(key)).isPresent();
    assertThat(store().list("").objects()).containsExactly(new Entry(key, 1));
  }

  @Test
  void exactlyOneOfManyCreatorsWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = "race/" + round;
      List<Optional<String>> tags =
          race(thread -> store().createIfAbsent(key, bytes("by " + thread)));
      assertThat(tags).filteredOn(Optional::isPresent).hasSize(1);
      int winner = tags.indexOf(tags.stream().filter(Optional::isPresent).findAny().orElseThrow());
      assertThat(store().read(key).orElseThrow().content()).isEqualTo(bytes("by " + winner));
    }
  }

  @Test
  void aCounterThatManyIncrementLosesNothing() throws Exception {
    assumeTrue(replacesAtomically());
    int increments = 10;
    store().createIfAbsent("counter", bytes("0"));
    race(
        thread -> {
          for (int i = 0; i < increments; i++) {
            increment(store(), "counter");
          }
          return thread;
        });
    assertThat(store().read("counter").orElseThrow().content())
        .isEqualTo(bytes(Integer.toString(THREADS * increments)));
  }

  @Test
  void noReaderSeesHalfAnObject() throws Exception {
    byte[] first = new byte[200_000];
    store().createIfAbsent("big", first);
    race(
        thread -> {
          for (int round = 0; round < 8; round++) {
            StoredObject object = store().read("big").orElseThrow();
            byte[] expected = new byte[first.length];
            Arrays.fill(expected, object.content()[0]);
            assertThat(object.content()).isEqualTo(expected);
            Arrays.fill(expected, (byte) thread);
            replaceOrFail("big", expected, object.tag());
          }
          return thread;
        });
  }

  /** A connection may break; then it is not known whether the object was replaced. */
  private void replaceOrFail(String key, byte[] content, String tag) {
    try {
      store().replaceIfMatch(key, content, tag);
    } catch (AzofException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED);
      assertThat(e).hasMessageContaining("it may have been written all the same");
    }
  }

  /** Adds one to the number that an object holds. */
  protected static void increment(ObjectStore store, String key) {
    while (true) {
      StoredObject object = store.read(key).orElseThrow();
      long next = Long.parseLong(new String(object.content(), UTF_8)) + 1;
      if (store.replaceIfMatch(key, bytes(Long.toString(next)), object.tag()).isPresent()) {
        return;
      }
    }
  }

  /** Runs the same on several threads at once; gives what each of them got, in their order. */
  protected static <T> List<T> race(Racer<T> racer) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Callable<T>> calls = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        calls.add(
            () -> {
              start.await();
              return racer.run(number);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** What one of several threads does. */
  @FunctionalInterface
  protected interface Racer<T> {
    T run(int thread) throws Exception;
  }
}

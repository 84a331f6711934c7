package io.azof.storage.objectstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.fixture.s3.Fault;
import io.azof.storage.fixture.s3.Fault.Kind;
import io.azof.storage.fixture.s3.Gate;
import io.azof.storage.fixture.s3.Operation;
import io.azof.storage.objectstore.Download;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of a store that stumbles. */
final class S3ReadsTest {
  private static final int PART = S3Downloads.PART_BYTES;

  private final FakeS3 fake = new FakeS3("bucket");
  private final S3ObjectStore store = S3ObjectStore.open("s3://bucket/lake", fake.settings());
  @TempDir private Path folder;

  @AfterEach
  void close() {
    store.close();
    fake.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "RESET", "TRUNCATED", "FLIPPED_BIT"})
  void aReadIsRepeated(Kind kind) {
    store.createIfAbsent("a", "content".getBytes(UTF_8));
    fake.log().clear();
    fake.faults(request -> fake.log().count(Operation.GET) < 3 ? Fault.of(kind) : Fault.NONE);
    assertThat(store.read("a").orElseThrow().content()).isEqualTo("content".getBytes(UTF_8));
    assertThat(fake.log().count(Operation.GET)).isEqualTo(3);
  }

  @Test
  void aReadThatNeverSucceedsFailsAfterFiveTries() {
    fake.faults(request -> Fault.INTERNAL_ERROR);
    assertThatThrownBy(() -> store.read("a"))
        .isInstanceOf(AzofException.class)
        .hasMessage(
            "Cannot read \"s3://bucket/lake/a\": "
                + fake.endpoint()
                + " answered 500 InternalError, request fake");
    assertThat(fake.log().count(Operation.GET)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 5})
  void aLargeObjectIsFetchedInParts(int bytes) throws Exception {
    byte[] content = put(bytes);
    Path copy = folder.resolve("copy");
    assertThat(store.download("big", copy, size -> assertThat(size).isEqualTo(bytes)))
        .contains(new Download(bytes, (bytes + PART - 1) / PART));
    assertThat(Files.readAllBytes(copy)).isEqualTo(content);
    assertThat(fake.log().count(Operation.GET)).isEqualTo((bytes + PART - 1) / PART);
    assertThat(fake.log().bytesOut(Operation.GET)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, PART, PART + 1, 3 * PART, 3 * PART + 5})
  void allPartsOfAnObjectWhoseLengthIsKnownAreAskedForAtOnce(int bytes) throws Exception {
    byte[] content = put(bytes);
    int parts = (bytes + PART - 1) / PART;
    fake.faults(new Gate(parts, request -> true));
    Path copy = folder.resolve("copy");
    assertThat(store.download("big", bytes, copy)).contains(new Download(bytes, parts));
    assertThat(Files.readAllBytes(copy)).isEqualTo(content);
    assertThat(fake.log().bytesOut(Operation.GET)).isEqualTo(bytes);
  }

  @Test
  void anObjectWhoseLengthIsKnownButThatIsNotThereIsAbsent() {
    assertThat(store.download("big", 3 * PART, folder.resolve("copy"))).isEmpty();
  }

  @Test
  void aPartOfAnObjectWhoseLengthIsKnownGoesOnWhereItStopped() throws Exception {
    byte[] content = put(3 * PART);
    fake.faults(request -> request.number() % 2 == 0 ? Fault.of(Kind.TRUNCATED) : Fault.NONE);
    Path copy = folder.resolve("copy");
    assertThat(store.download("big", 3 * PART, copy)).isPresent();
    assertThat(Files.readAllBytes(copy)).isEqualTo(content);
  }

  @Test
  void partsOfTwoObjectsAreNotTakenForOne() {
    put(2 * PART);
    fake.faults(
        request ->
            request.header("Range").orElse("").startsWith("bytes=0-")
                ? Fault.NONE
                : Fault.of(Kind.WRONG_TAG));
    assertThatThrownBy(() -> store.download("big", 2 * PART, folder.resolve("copy")))
        .isInstanceOf(AzofException.class)
        .hasMessage("\"s3://bucket/lake/big\" was replaced while it was read");
  }

  @Test
  void aPartThatBreaksGoesOnWhereItStopped() throws Exception {
    byte[] content = put(2 * PART);
    fake.faults(request -> request.number() % 2 == 0 ? Fault.of(Kind.TRUNCATED) : Fault.NONE);
    Path copy = folder.resolve("copy");
    store.download("big", copy, size -> {});
    assertThat(Files.readAllBytes(copy)).isEqualTo(content);
  }

  @Test
  void anObjectThatIsReplacedWhileItIsReadIsAnError() {
    put(2 * PART);
    fake.faults(
        request -> {
          if (!request.header("Range").orElse("").startsWith("bytes=0-")) {
            fake.put("bucket", "lake/big", new byte[2 * PART]);
          }
          return Fault.NONE;
        });
    assertThatThrownBy(() -> store.download("big", folder.resolve("copy"), size -> {}))
        .isInstanceOf(AzofException.class)
        .hasMessage("\"s3://bucket/lake/big\" was replaced while it was read");
  }

  @Test
  void aFileThatCannotBeWrittenIsAnErrorThatNamesIt() {
    put(10);
    Path unwritable = folder.resolve("absent/copy");
    assertThatThrownBy(() -> store.download("big", unwritable, size -> {}))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining(unwritable.toString());
    assertThatThrownBy(() -> store.download("big", 2 * PART, unwritable))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining(unwritable.toString());
  }

  private byte[] put(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    fake.put("bucket", "lake/big", content);
    return content;
  }
}

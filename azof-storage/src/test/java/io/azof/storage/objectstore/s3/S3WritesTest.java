package io.azof.storage.objectstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.fixture.s3.Fault;
import io.azof.storage.fixture.s3.Fault.Kind;
import io.azof.storage.fixture.s3.Operation;
import io.azof.storage.fixture.s3.S3Request;
import io.azof.storage.objectstore.Download;
import io.azof.storage.objectstore.StoredObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a write whose answer is lost, late or an error. */
final class S3WritesTest {
  private static final String DOUBT = "it may have been written all the same";

  private final FakeS3 fake = new FakeS3("bucket");
  private final S3ObjectStore store = S3ObjectStore.open("s3://bucket/lake", fake.settings());
  @TempDir private Path folder;

  @AfterEach
  void close() {
    store.close();
    fake.close();
  }

  /** The first request of a kind goes wrong, no other. */
  private static Function<S3Request, Fault> first(Operation operation, Fault fault) {
    boolean[] done = {false};
    return request -> {
      synchronized (done) {
        if (done[0] || request.operation() != operation) {
          return Fault.NONE;
        }
        done[0] = true;
        return fault;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "REFUSED_AFTER_EFFECT", "RESET", "LOST_ANSWER", "ZOMBIE"})
  void aWriteWithAConditionIsAskedForOnceAndItsOutcomeNotGuessed(Kind kind) {
    StoredObject known = created("version.txt", "1");
    fake.faults(first(Operation.PUT, Fault.of(kind)));
    fake.log().clear();
    assertThatThrownBy(() -> store.replaceIfMatch("version.txt", bytes("2"), known.tag()))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining("s3://bucket/lake/version.txt")
        .hasMessageEndingWith(DOUBT);
    fake.faults(first(Operation.PUT, Fault.of(kind)));
    assertThatThrownBy(() -> store.createIfAbsent("s2.json", bytes("{}")))
        .isInstanceOf(AzofException.class)
        .hasMessageEndingWith(DOUBT);
    assertThat(fake.log().count(Operation.PUT)).isEqualTo(2);
    boolean tookEffect = kind == Kind.REFUSED_AFTER_EFFECT || kind == Kind.LOST_ANSWER;
    assertThat(text("version.txt")).isEqualTo(tookEffect ? "2" : "1");
    assertThat(store.read("s2.json").isPresent()).isEqualTo(tookEffect);
  }

  @Test
  void aZombieDoesNotOverwriteWhatHasChangedMeanwhile() {
    StoredObject known = created("version.txt", "1");
    fake.faults(first(Operation.PUT, Fault.of(Kind.ZOMBIE)));
    assertThatThrownBy(() -> store.replaceIfMatch("version.txt", bytes("zombie"), known.tag()))
        .hasMessageEndingWith(DOUBT);
    assertThat(store.replaceIfMatch("version.txt", bytes("2"), known.tag())).isPresent();
    fake.wakeZombies();
    assertThat(text("version.txt")).isEqualTo("2");
  }

  @Test
  void aConflictIsAskedAgainBecauseItSaysThatNothingWasDone() {
    fake.faults(first(Operation.PUT, Fault.CONFLICT));
    assertThat(store.createIfAbsent("a", bytes("x"))).isPresent();
    assertThat(fake.log().count(Operation.PUT)).isEqualTo(2);
  }

  @Test
  void aFailedConditionIsAnAnswer() {
    StoredObject known = created("a", "1");
    fake.faults(request -> Fault.PRECONDITION_FAILED);
    assertThat(store.createIfAbsent("b", bytes("x"))).isEmpty();
    assertThat(store.replaceIfMatch("a", bytes("2"), known.tag())).isEmpty();
  }

  @Test
  void aWrongTagIsNoneThatAnObjectCanBeReplacedWith() {
    fake.faults(first(Operation.PUT, Fault.of(Kind.WRONG_TAG)));
    String wrong = store.createIfAbsent("a", bytes("1")).orElseThrow();
    assertThat(store.replaceIfMatch("a", bytes("2"), wrong)).isEmpty();
    assertThat(text("a")).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "REFUSED_AFTER_EFFECT", "RESET", "LOST_ANSWER"})
  void aFileIsSentAgainUntilItIsThere(Kind kind) throws Exception {
    fake.faults(first(Operation.PUT, Fault.of(kind)));
    Path file = file(1000);
    assertThat(store.createFromFile("data.parquet", file)).isTrue();
    assertThat(fake.log().count(Operation.PUT)).isEqualTo(2);
    assertThat(store.read("data.parquet").orElseThrow().content())
        .isEqualTo(Files.readAllBytes(file));
    assertThat(store.createFromFile("data.parquet", file)).isFalse();
  }

  @Test
  void aFileIsNotMixedUpWithAnotherOfTheSameName() throws Exception {
    Path file = file(1000);
    Function<S3Request, Fault> reset = first(Operation.PUT, Fault.of(Kind.RESET));
    fake.faults(
        request -> {
          Fault fault = reset.apply(request);
          if (fault.kind() == Kind.RESET) {
            fake.put("bucket", "lake/data.parquet", bytes("somebody else's"));
          }
          return fault;
        });
    assertThat(store.createFromFile("data.parquet", file)).isFalse();
    assertThat(text("data.parquet")).isEqualTo("somebody else's");
  }

  @Test
  void aLargeFileIsSentInParts() throws Exception {
    Path file = file((65 << 20) + 17);
    fake.faults(first(Operation.UPLOAD_PART, Fault.of(Kind.RESET)));
    assertThat(store.createFromFile("big.parquet", file)).isTrue();
    assertThat(fake.log().count(Operation.UPLOAD_PART)).isEqualTo(5 + 1);
    assertThat(fake.log().count(Operation.PUT)).isZero();
    assertThat(fake.uploadCount("bucket")).isZero();
    fake.faults(first(Operation.GET, Fault.of(Kind.TRUNCATED)));
    Path copy = folder.resolve("copy");
    assertThat(store.download("big.parquet", copy, size -> {}))
        .map(Download::bytes)
        .contains(Files.size(file));
    assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
    assertThat(store.createFromFile("big.parquet", file)).isFalse();
    assertThat(fake.uploadCount("bucket")).isZero();
    assertThat(store.readRange("big.parquet", 0, 1)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "REFUSED_AFTER_EFFECT", "LOST_ANSWER"})
  void aLargeFileIsThereOnceWhateverBecomesOfTheLastAnswer(Kind kind) throws Exception {
    fake.faults(first(Operation.COMPLETE_UPLOAD, Fault.of(kind)));
    assertThat(store.createFromFile("big.parquet", file((64 << 20) + 1))).isTrue();
    assertThat(fake.uploadCount("bucket")).isZero();
  }

  @Test
  void aLargeFileThatCannotBeSentLeavesNoPartsBehind() throws Exception {
    fake.faults(
        request ->
            request.operation() == Operation.UPLOAD_PART
                    && "3".equals(request.query().get("partNumber"))
                ? Fault.refused(403, "AccessDenied")
                : Fault.NONE);
    Path file = file((64 << 20) + 1);
    assertThatThrownBy(() -> store.createFromFile("big.parquet", file))
        .hasMessageContaining("s3:PutObject");
    assertThat(fake.uploadCount("bucket")).isZero();
    assertThat(fake.keys("bucket")).isEmpty();
  }

  private Path file(int bytes) throws Exception {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return Files.write(folder.resolve("file"), content);
  }

  private StoredObject created(String key, String content) {
    store.createIfAbsent(key, bytes(content));
    return store.read(key).orElseThrow();
  }

  private String text(String key) {
    return new String(store.read(key).orElseThrow().content(), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}

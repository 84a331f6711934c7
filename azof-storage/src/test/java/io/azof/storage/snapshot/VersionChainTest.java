package io.azof.storage.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.format.SnapshotJson;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Version n is committed n seconds after 1970. */
final class VersionChainTest {
  private final MemoryObjectStore memory = new MemoryObjectStore();
  private final FaultyObjectStore store = new FaultyObjectStore(memory);
  private final Commits commits = new Commits(memory, "a");

  @Test
  void aLongChainIsReadAHundredVersionsAtATime() {
    append(250);
    store.heal();
    VersionChain chain = chain();
    assertThat(chain.versions().map(Ancestor::version))
        .hasSize(251)
        .startsWith(251L, 250L)
        .endsWith(2L, 1L);
    assertThat(store.calls())
        .extracting(FaultyObjectStore.Call::key)
        .endsWith("t/s151.json", "t/s51.json");
    for (int version : new int[] {1, 2, 50, 51, 52, 150, 151, 251}) {
      assertThat(chain.version(version).version()).isEqualTo(version);
      assertThat(Commits.rows(chain.version(version))).hasSize(version - 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 1", "1999, 1", "2000, 2", "3500, 3", "4000, 4", "99999999, 4"})
  void aTimeHasTheNewestVersionThatWasCommittedByThen(long millis, long version) {
    append(3);
    assertThat(chain().committedBy(Instant.ofEpochMilli(millis)).version()).isEqualTo(version);
  }

  @Test
  void aTimeBeforeTheFirstVersionHasNone() {
    append(1);
    fails(
        ErrorCode.VERSION_NOT_FOUND,
        "Table \"t\" retains no version that was committed by 1970-01-01T00:00:00.999Z; the oldest,"
            + " 1, was committed at 1970-01-01T00:00:01.000Z",
        () -> chain().committedBy(Instant.ofEpochMilli(999)));
  }

  @Test
  void aVersionThatIsStillToComeIsNotFound() {
    append(1);
    fails(
        ErrorCode.VERSION_NOT_FOUND,
        "Table \"t\" has no version 3; it is at version 2",
        () -> chain().version(3));
  }

  @Test
  void whatIsNotRetainedIsNotFoundThoughItIsStillThere() {
    append(3);
    commits.committer().commit("t", commits.appending("x", retainedFrom -> 3));
    assertThat(chain().versions().map(Ancestor::version)).containsExactly(5L, 4L, 3L);
    assertThat(memory.read("t/s2.json")).isPresent();
    fails(
        ErrorCode.VERSION_NOT_FOUND,
        "Table \"t\" does not retain version 2; the oldest that it retains is 3",
        () -> chain().version(2));
    fails(
        ErrorCode.VERSION_NOT_FOUND,
        "Table \"t\" retains no version that was committed by 1970-01-01T00:00:02.000Z; the oldest,"
            + " 3, was committed at 1970-01-01T00:00:03.000Z",
        () -> chain().committedBy(Instant.ofEpochMilli(2000)));
  }

  @Test
  void aSnapshotThatWasNeverCommittedIsNotFoundThoughItIsThere() {
    commits.create();
    memory.createIfAbsent("t/s2.json", memory.read("t/s1.json").orElseThrow().content());
    commits.append("x");
    fails(
        ErrorCode.VERSION_NOT_FOUND,
        "Table \"t\" has no version 2: that number was skipped; the next is 3",
        () -> chain().version(2));
  }

  @Test
  void aRetainedSnapshotThatIsMissingIsDamage() {
    append(2);
    memory.delete("t/s2.json");
    fails(
        ErrorCode.METADATA_CORRUPT,
        "Snapshot \"t/s2.json\", a retained version of table \"t\", does not exist; restore that"
            + " object",
        () -> chain().version(2));
  }

  @Test
  void aRetainedSnapshotThatIsAnotherIsDamage() {
    append(2);
    memory.delete("t/s2.json");
    Commits others = new Commits(new MemoryObjectStore(), "b");
    others.create();
    others.committer(() -> Instant.ofEpochSecond(7));
    Snapshot other =
        others.committer(() -> Instant.ofEpochSecond(7)).commit("t", others.appending("x"));
    memory.createIfAbsent("t/s2.json", SnapshotJson.write(other));
    fails(
        ErrorCode.METADATA_CORRUPT,
        "Snapshot \"t/s2.json\", a retained version of table \"t\", is not the one that the history"
            + " of later versions lists",
        () -> chain().version(2));
  }

  @Test
  void aTableOfVersion1OfTheFormatHasOneVersionOfUnknownTime() {
    memory.createIfAbsent(
        "t/s7.json",
        "{\"schema\": {\"columns\": []}, \"segments\": [{\"id\": \"a\", \"start\": \"1970-01-01T00:00:00Z\"}]}"
            .getBytes(UTF_8));
    memory.createIfAbsent(
        "t/s6.json", "{\"schema\": {\"columns\": []}, \"segments\": []}".getBytes(UTF_8));
    memory.createIfAbsent("t/version.txt", "7".getBytes(UTF_8));
    assertThat(chain().versions().map(Ancestor::version)).containsExactly(7L);
    assertThat(chain().version(7).version()).isEqualTo(7);
    fails(
        ErrorCode.VERSION_NOT_FOUND,
        "Table \"t\" does not retain version 6; the oldest that it retains is 7",
        () -> chain().version(6));
    fails(
        ErrorCode.VERSION_NOT_FOUND,
        "Table \"t\" is of version 1 of the format, which does not say when it was committed",
        () -> chain().committedBy(Instant.ofEpochSecond(1)));
    commits.append("x");
    assertThat(chain().version(7).lineage()).isNull();
    assertThat(chain().versions().map(Ancestor::version)).containsExactly(8L, 7L);
  }

  private void append(int times) {
    commits.create();
    for (int i = 0; i < times; i++) {
      commits.append();
    }
  }

  private VersionChain chain() {
    SnapshotReader reader = new SnapshotReader(store);
    return new VersionChain(reader, "t", reader.current("t"));
  }

  private static void fails(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .isInstanceOfSatisfying(AzofException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}

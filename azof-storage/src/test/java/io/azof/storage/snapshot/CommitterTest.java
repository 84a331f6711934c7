package io.azof.storage.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.fixture.FaultyObjectStore.Call;
import io.azof.storage.fixture.FaultyObjectStore.Fault;
import io.azof.storage.fixture.FaultyObjectStore.Verb;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommitterTest {
  private final MemoryObjectStore memory = new MemoryObjectStore();
  private final FaultyObjectStore store = new FaultyObjectStore(memory);
  private final SnapshotReader reader = new SnapshotReader(memory);
  private final Commits commits = new Commits(store, "a");

  /** Somebody else, whose calls do not fail. */
  private final Commits others = new Commits(memory, "b");

  @Test
  void theFirstVersionOfATableHasNoParent() {
    Snapshot first = commits.create();
    assertThat(reader.current("t")).isEqualTo(first);
    assertThat(first.version()).isEqualTo(1);
    assertThat(lineage(first).parent()).isEqualTo(0);
    assertThat(lineage(first).history()).isEmpty();
    assertThat(new String(memory.read("t/version.txt").orElseThrow().content(), UTF_8))
        .isEqualTo("1");
  }

  @Test
  void aVersionFollowsTheCurrentOne() {
    Snapshot first = commits.create();
    Snapshot second = commits.append("x");
    Snapshot third = commits.append("y");
    assertThat(reader.current("t")).isEqualTo(third);
    assertThat(Commits.rows(third)).containsExactly("x", "y");
    assertThat(lineage(third).parent()).isEqualTo(2);
    assertThat(lineage(third).tableId()).isEqualTo(lineage(first).tableId());
    assertThat(lineage(third).commitId()).isNotEqualTo(lineage(second).commitId());
    assertThat(lineage(third).history())
        .containsExactly(
            new Ancestor(2, lineage(second).committedAt(), Operation.APPEND),
            new Ancestor(1, lineage(first).committedAt(), Operation.CREATE));
  }

  @Test
  void commitTimesRiseWhenTheClockDoesNot() {
    commits.committer(() -> Instant.ofEpochMilli(5_000)).create("t", Commits.empty());
    Snapshot second =
        commits
            .committer(() -> Instant.ofEpochSecond(5, 999_999))
            .commit("t", commits.appending("x"));
    Snapshot third =
        commits.committer(() -> Instant.ofEpochMilli(2_000)).commit("t", commits.appending("y"));
    Snapshot fourth =
        commits
            .committer(() -> Instant.ofEpochSecond(6, 1_999_999))
            .commit("t", commits.appending("z"));
    assertThat(lineage(second).committedAt()).isEqualTo(Instant.ofEpochMilli(5_001));
    assertThat(lineage(third).committedAt()).isEqualTo(Instant.ofEpochMilli(5_002));
    assertThat(lineage(fourth).committedAt()).isEqualTo(Instant.ofEpochMilli(6_001));
  }

  @Test
  void aTableIsNotMadeTwice() {
    Snapshot first = others.create();
    fails(
        ErrorCode.TABLE_EXISTS,
        "There is a table \"t\" already",
        () -> commits.committer().create("t", Commits.empty()));
    assertThat(reader.current("t")).isEqualTo(first);
  }

  @Test
  void ofTwoThatMakeATableOneWins() {
    store.before(isAt(Verb.CREATE, "t/version.txt"), others::create);
    fails(ErrorCode.TABLE_EXISTS, "There is a table \"t\" already", commits::create);
    assertThat(lineage(reader.current("t")).commitId()).startsWith("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "a\nb"})
  void aTableNeedsAName(String name) {
    fails(
        ErrorCode.ARGUMENT_INVALID,
        "A table cannot be named \"" + name + "\"",
        () -> commits.committer().create(name, Commits.empty()));
  }

  @Test
  void aNumberThatSomebodyTookButNeverCommittedIsSkipped() {
    commits.create();
    memory.createIfAbsent("t/s2.json", "of a commit that died".getBytes(UTF_8));
    memory.createIfAbsent("t/s3.json", "of another".getBytes(UTF_8));
    Snapshot next = commits.append("x");
    assertThat(next.version()).isEqualTo(4);
    assertThat(lineage(next).parent()).isEqualTo(1);
    assertThat(lineage(commits.append("y")).parent()).isEqualTo(4);
  }

  @Test
  void whoLosesPreparesAgainForTheNewerVersion() {
    commits.create();
    store.before(isAt(Verb.CREATE, "t/s2.json"), () -> others.append("y"));
    assertThat(commits.append("x").version()).isEqualTo(3);
    assertThat(Commits.rows(reader.current("t"))).containsExactly("y", "x");
    assertThat(deltaFiles()).hasSize(2).anyMatch(n -> n.startsWith("delta-b2-a"));
  }

  @Test
  void whoLosesAtTheLastStepPreparesAgain() {
    commits.create();
    store.before(isAt(Verb.REPLACE, "t/version.txt"), () -> others.append("y"));
    assertThat(commits.append("x").version()).isEqualTo(4);
    assertThat(Commits.rows(reader.current("t"))).containsExactly("y", "x");
  }

  @Test
  void whoLosesTooOftenGivesUp() {
    commits.create();
    store.fail(
        call -> {
          if (call.verb() == Verb.REPLACE) {
            others.append();
          }
          return false;
        },
        Fault.REQUEST_LOST);
    fails(
        ErrorCode.CONFLICT,
        "Table \"t\" was changed by others 20 times while this change was to be committed; nothing"
            + " was committed, try again",
        () -> commits.append("x"));
    assertThat(Commits.rows(reader.current("t"))).hasSize(20).doesNotContain("x");
    assertThat(deltaFiles()).hasSize(20);
  }

  @Test
  void aTableOfVersion1OfTheFormatIsFollowed() {
    memory.createIfAbsent(
        "t/s7.json",
        ("{\"schema\": {\"columns\": []}, \"segments\": [{\"id\": \"a\", \"start\":"
                + " \"1970-01-01T00:00:00Z\", \"file\": \"base.parquet\"}]}")
            .getBytes(UTF_8));
    memory.createIfAbsent("t/version.txt", "7".getBytes(UTF_8));
    Snapshot next = commits.append("x");
    assertThat(next.version()).isEqualTo(8);
    assertThat(lineage(next).retainedFrom()).isEqualTo(7);
    assertThat(lineage(next).history())
        .containsExactly(
            new Ancestor(7, lineage(next).committedAt().minusMillis(1), new Operation("unknown")));
    assertThat(lineage(commits.append("y")).history()).hasSize(2);
  }

  @Test
  void whatBreaksAnInvariantIsNotCommitted() {
    commits.create();
    Draft bad =
        new Draft(
            Commits.SCHEMA,
            List.of(Commits.segment(List.of()), Commits.segment(List.of())),
            Map.of(),
            null,
            1,
            Operation.APPEND,
            Map.of());
    fails(
        ErrorCode.INTERNAL,
        "Version 2 of table \"t\" was not committed, because it breaks the rule that segments of"
            + " one parent do not overlap: segment \"all\" [1970-01-01T00:00:00.000Z, open]"
            + " overlaps segment \"all\" [1970-01-01T00:00:00.000Z, open]",
        () -> commits.committer().commit("t", current -> Commits.prepared(version -> bad)));
    assertThat(memory.read("t/s2.json")).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsNotCommitted() {
    commits.create();
    Change change =
        current -> {
          Change.Prepared prepared = commits.appending("x").prepare(current);
          deltaFiles().forEach(file -> memory.delete("t/" + file));
          return prepared;
        };
    assertThatThrownBy(() -> commits.committer().commit("t", change))
        .hasMessageMatching(
            "Version 2 of table \"t\" was not committed, because its data file"
                + " \"delta-b1-a\\d+.parquet\" does not exist")
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_FILE_MISSING));
    assertThat(reader.current("t").version()).isEqualTo(1);
  }

  @Test
  void onlyNewFilesAreAskedFor() {
    commits.create();
    commits.append("x");
    store.heal();
    commits.append("y");
    assertThat(store.calls()).filteredOn(call -> call.verb() == Verb.READ_RANGE).hasSize(1);
  }

  private static Predicate<Call> isAt(Verb verb, String key) {
    return call -> call.verb() == verb && call.key().equals(key);
  }

  private List<String> deltaFiles() {
    return memory.list("t").objects().stream()
        .map(Listing.Entry::name)
        .filter(name -> name.startsWith("delta"))
        .toList();
  }

  private static Lineage lineage(Snapshot snapshot) {
    return Objects.requireNonNull(snapshot.lineage());
  }

  private static void fails(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .isInstanceOfSatisfying(AzofException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}

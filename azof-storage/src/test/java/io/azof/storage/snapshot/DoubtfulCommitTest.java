package io.azof.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.fixture.FaultyObjectStore.Call;
import io.azof.storage.fixture.FaultyObjectStore.Fault;
import io.azof.storage.fixture.FaultyObjectStore.Verb;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits whose last request is not answered, or refused though it took effect. */
final class DoubtfulCommitTest {
  private final MemoryObjectStore memory = new MemoryObjectStore();
  private final FaultyObjectStore store = new FaultyObjectStore(memory);
  private final SnapshotReader reader = new SnapshotReader(memory);
  private final Commits commits = new Commits(store, "a");

  /** Somebody else, whose calls do not fail. */
  private final Commits others = new Commits(memory, "b");

  @Test
  void aCommitWhoseRequestsAreSentTwiceTakesPlaceOnce() {
    store.fail(call -> call.key().startsWith("t/"), Fault.SENT_TWICE);
    commits.create();
    commits.append("x");
    assertThat(Commits.rows(reader.current("t"))).containsExactly("x");
    assertThat(reader.current("t").version()).isEqualTo(2);
  }

  @Test
  void aCommitWhoseLastAnswerIsLostIsFoundInTheChain() {
    commits.create();
    store.fail(isAt(Verb.REPLACE, "t/version.txt"), Fault.ANSWER_LOST);
    assertThat(commits.append("x")).isEqualTo(reader.current("t"));
  }

  @Test
  void aCommitIsFoundInTheChainBelowThoseOfOthers() {
    commits.create();
    store.fail(isAt(Verb.REPLACE, "t/version.txt"), Fault.ANSWER_LOST);
    store.before(
        call -> isAt(Verb.READ, "t/version.txt").test(call) && replaced(),
        () -> {
          others.append("y");
          others.append("z");
        });
    assertThat(commits.append("x").version()).isEqualTo(2);
    assertThat(Commits.rows(reader.current("t"))).containsExactly("x", "y", "z");
  }

  @Test
  void whoGetsNoAnswerAndSeesAnotherVersionHasLost() {
    commits.create();
    store.heal();
    store.fail(
        call -> isAt(Verb.REPLACE, "t/version.txt").test(call) && call.ofVerb() == 1,
        Fault.DELAYED);
    store.before(
        call -> isAt(Verb.READ, "t/version.txt").test(call) && replaced(),
        () -> others.append("y"));
    Snapshot committed = commits.append("x");
    store.arrive();
    assertThat(reader.current("t")).isEqualTo(committed);
    assertThat(Commits.rows(committed)).containsExactly("y", "x");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsNotKnownIsSaidAndKept(boolean arrives) {
    commits.create();
    store.fail(isAt(Verb.REPLACE, "t/version.txt"), Fault.DELAYED);
    assertThatThrownBy(() -> commits.append("x"))
        .hasMessageMatching(
            "Whether version 2 of table \"t\" was committed is not known \\(No answer to call \\d+,"
                + " REPLACE t/version.txt\\); nothing was deleted; look among the table's versions"
                + " for the commit a\\d+ before you try again")
        .isInstanceOfSatisfying(
            AzofException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
              assertThat(e.code().retryable()).isFalse();
            });
    assertThat(reader.current("t").version()).isEqualTo(1);
    assertThat(memory.list("t").objects())
        .filteredOn(object -> object.name().startsWith("delta"))
        .hasSize(1);
    if (arrives) {
      store.arrive();
      assertThat(Commits.rows(reader.current("t"))).containsExactly("x");
    }
    assertThat(Commits.rows(others.append("y")))
        .containsExactly(arrives ? new String[] {"x", "y"} : new String[] {"y"});
    store.arrive();
    assertThat(Commits.rows(reader.current("t"))).contains("y");
  }

  @Test
  void itIsNotKnownEitherWhenTheStoreFallsSilent() {
    commits.create();
    store.fail(isAt(Verb.REPLACE, "t/version.txt"), Fault.ANSWER_LOST);
    store.fail(call -> replaced(), Fault.REQUEST_LOST);
    assertThatThrownBy(() -> commits.append("x"))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN));
    assertThat(Commits.rows(reader.current("t"))).containsExactly("x");
  }

  /** The case that the model of the protocol brought to light: see {@code Flaw}. */
  @Test
  void aNumberBelowTheRetainedVersionsProvesNothing() {
    commits.create();
    store.before(
        isAt(Verb.CREATE, "t/s2.json"),
        () -> {
          others.append("y");
          others.committer().commit("t", others.appending("z", retainedFrom -> 3));
          memory.delete("t/s2.json");
        });
    assertThatThrownBy(() -> commits.append("x"))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN));
    assertThat(Commits.rows(reader.current("t"))).containsExactly("y", "z");
  }

  @Test
  void theParentOfTheOldestRetainedVersionProvesThatOneHasLost() {
    commits.create();
    store.before(
        isAt(Verb.REPLACE, "t/version.txt"),
        () -> others.committer().commit("t", others.appending("y", retainedFrom -> 3)));
    assertThat(commits.append("x").version()).isEqualTo(4);
    assertThat(Commits.rows(reader.current("t"))).containsExactly("y", "x");
  }

  private static Predicate<Call> isAt(Verb verb, String key) {
    return call -> call.verb() == verb && call.key().equals(key);
  }

  private boolean replaced() {
    return store.calls().stream().anyMatch(isAt(Verb.REPLACE, "t/version.txt"));
  }
}

package io.azof.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.fixture.FaultyObjectStore.Call;
import io.azof.storage.fixture.FaultyObjectStore.Fault;
import io.azof.storage.fixture.FaultyObjectStore.Verb;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever call of a commit goes wrong in whatever way: the table is as before or as after. */
final class CommitFaultsTest {
  /** Of a commit without faults, without the store's self-test. */
  private static final int CALLS = 6;

  @Test
  void aCommitNeedsTheseCalls() {
    assertThat(new Trial(store -> {}).outcome()).isEqualTo("committed after 6 calls");
  }

  @ParameterizedTest
  @EnumSource
  void oneCallGoesWrong(Fault fault) {
    for (int n = 1; n <= CALLS; n++) {
      int number = n;
      new Trial(store -> store.fail(call -> call.number() == number, fault)).outcome();
    }
  }

  @ParameterizedTest
  @EnumSource
  void allCallsGoWrongFromOneOn(Fault fault) {
    for (int n = 1; n <= CALLS; n++) {
      int number = n;
      new Trial(store -> store.fail(call -> call.number() >= number, fault)).outcome();
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoCallsGoWrong(Fault first) {
    for (int n = 1; n <= CALLS; n++) {
      for (int m = n + 1; m <= CALLS + 4; m++) {
        for (Fault second : Fault.values()) {
          Predicate<Call> isFirst = isNumber(n);
          Predicate<Call> isSecond = isNumber(m);
          new Trial(
                  store -> {
                    store.fail(isFirst, first);
                    store.fail(isSecond, second);
                  })
              .outcome();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallGoesWrongWhileSomebodyElseCommits(Fault fault) {
    for (int n = 1; n <= CALLS; n++) {
      for (int m = 1; m <= CALLS + 4; m++) {
        if (n != m) {
          Predicate<Call> isFaulty = isNumber(n);
          Predicate<Call> isDisturbed = isNumber(m);
          new Trial(
                  store -> store.fail(isFaulty, fault),
                  (store, others) -> store.before(isDisturbed, () -> others.append("other")))
              .outcome();
        }
      }
    }
  }

  @Test
  void aTableIsThereOrNotWhateverGoesWrongWhenItIsMade() {
    for (Fault fault : Fault.values()) {
      for (int n = 1; n <= 30; n++) {
        MemoryObjectStore memory = new MemoryObjectStore();
        FaultyObjectStore store = new FaultyObjectStore(memory);
        store.fail(isNumber(n), fault);
        List<String> said = new ArrayList<>();
        try {
          new Commits(store, "a").create();
          said.add("made");
        } catch (AzofException e) {
          said.add(e.code().name());
        }
        store.arrive();
        boolean isThere = memory.read("t/version.txt").isPresent();
        if (!said.contains(ErrorCode.COMMIT_UNKNOWN.name())) {
          assertThat(isThere)
              .as("%s at call %s: %s", fault, n, said)
              .isEqualTo(said.contains("made"));
        }
        Commits others = new Commits(memory, "b");
        if (!isThere) {
          others.create();
        }
        assertThat(Commits.rows(others.append("x"))).containsExactly("x");
      }
    }
  }

  @Test
  void aCommitWhoseFilesAreSweptOnceSomebodyElseHasCommittedIsTriedAgain() {
    MemoryObjectStore memory = new MemoryObjectStore();
    FaultyObjectStore store = new FaultyObjectStore(memory);
    Commits commits = new Commits(store, "a");
    commits.create();
    store.before(
        call -> call.verb() == Verb.READ_RANGE,
        () -> {
          new Commits(memory, "b").append("other");
          memory.list("t").objects().stream()
              .map(Listing.Entry::name)
              .filter(name -> name.startsWith("delta-b1-a"))
              .forEach(name -> memory.delete("t/" + name));
        });
    assertThat(Commits.rows(commits.append("x"))).containsExactly("other", "x");
  }

  private static Predicate<Call> isNumber(int number) {
    return call -> call.number() == number;
  }

  /** One commit of row "x" to a table with the row "old". */
  private static final class Trial {
    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final FaultyObjectStore store = new FaultyObjectStore(memory);
    private final Commits commits = new Commits(store, "a");
    private final Commits others = new Commits(memory, "b");

    Trial(Consumer<FaultyObjectStore> faults) {
      this(faults, (faulty, nobody) -> {});
    }

    Trial(Consumer<FaultyObjectStore> faults, Disturbance disturbance) {
      commits.create();
      commits.append("old");
      store.heal();
      faults.accept(store);
      disturbance.prepare(store, others);
    }

    /** Commits, and checks what is then and ever after. */
    String outcome() {
      @Nullable ErrorCode said = null;
      try {
        commits.append("x");
      } catch (AzofException e) {
        said = e.code();
      }
      String text =
          (said == null ? "committed" : said) + " after " + store.calls().size() + " calls";
      store.heal();
      requireTrue(said, text);
      others.append("later");
      requireTrue(said, text);
      store.arrive();
      requireTrue(said, text);
      return text;
    }

    private void requireTrue(@Nullable ErrorCode said, String text) {
      Snapshot current = new SnapshotReader(memory).current("t");
      List<String> rows = Commits.rows(current);
      assertThat(rows).as(text).contains("old").doesNotHaveDuplicates();
      if (said != ErrorCode.COMMIT_UNKNOWN) {
        assertThat(rows.contains("x")).as(text + ": " + rows).isEqualTo(said == null);
      }
      assertThat(current.files().map(DataFile::name))
          .as(text)
          .allSatisfy(name -> assertThat(memory.read("t/" + name)).isPresent());
    }
  }

  /** What others do meanwhile. */
  private interface Disturbance {
    void prepare(FaultyObjectStore store, Commits others);
  }
}

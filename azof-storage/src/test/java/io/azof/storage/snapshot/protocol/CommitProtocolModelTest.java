package io.azof.storage.snapshot.protocol;

import static io.azof.storage.snapshot.protocol.CommitKind.APPEND;
import static io.azof.storage.snapshot.protocol.CommitKind.COMPACT_AND_EXPIRE;
import static io.azof.storage.snapshot.protocol.CommitKind.ROLLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two writers, a collector, lost requests, lost answers and zombies, in every order. */
final class CommitProtocolModelTest {

  /**
   * How far is looked: the more requests may be lost, the fewer commits.
   *
   * @param statesMin guards against a model in which next to nothing happens
   */
  record Extent(
      List<CommitKind> commitsOfA, List<CommitKind> commitsOfB, int losses, int statesMin) {
    Explorer.Result explore(Consumer<ModelState> visitor) {
      return CommitProtocolModelTest.explore(
          new Rules(commitsOfA, commitsOfB, Set.of()), losses, visitor);
    }
  }

  private static final Extent TWO_COMMITS_EACH =
      new Extent(List.of(APPEND, COMPACT_AND_EXPIRE), List.of(APPEND, ROLLBACK), 0, 30_000);
  private static final Extent TWO_LOSSES = new Extent(List.of(APPEND), List.of(APPEND), 2, 30_000);

  static List<Extent> extents() {
    return List.of(
        TWO_COMMITS_EACH,
        new Extent(List.of(APPEND, COMPACT_AND_EXPIRE), List.of(APPEND), 1, 30_000),
        TWO_LOSSES);
  }

  @ParameterizedTest
  @MethodSource("extents")
  void noOrderOfEventsBreaksTheProtocol(Extent extent) {
    Explorer.Result result = extent.explore(state -> {});
    System.out.println(result.states() + " states, " + result.steps() + " steps: " + extent);
    assertThat(result.violation()).isEmpty();
    assertThat(result.states()).isGreaterThan(extent.statesMin);
  }

  @ParameterizedTest
  @EnumSource
  void everyFlawIsFound(Flaw flaw) {
    Rules rules =
        new Rules(List.of(APPEND, COMPACT_AND_EXPIRE), List.of(APPEND, ROLLBACK), EnumSet.of(flaw));
    Explorer.Result result = explore(rules, flaw.losses(), state -> {});
    assertThat(result.violation().orElse(result.states() + " states without a violation"))
        .startsWith(flaw.harm() + ":\n  start\n");
  }

  @Test
  void everyOutcomeIsReached() {
    EnumSet<Outcome> reached = EnumSet.noneOf(Outcome.class);
    TWO_LOSSES.explore(state -> reached.addAll(state.told().values()));
    assertThat(reached).containsExactlyInAnyOrder(Outcome.values());
  }

  @Test
  void allFourCommitsCanSucceed() {
    Set<Integer> committed = new HashSet<>();
    TWO_COMMITS_EACH.explore(
        state ->
            committed.add(
                (int) state.told().values().stream().filter(Outcome.COMMITTED::equals).count()));
    assertThat(committed).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  private static Explorer.Result explore(Rules rules, int losses, Consumer<ModelState> visitor) {
    WriterModel writers = new WriterModel(rules);
    CollectorModel collector = new CollectorModel(rules);
    return new Explorer<ModelState>(
            state -> steps(state, writers, collector), new Safety(rules)::violation, visitor)
        .explore(ModelState.start(losses));
  }

  private static List<Step<ModelState>> steps(
      ModelState state, WriterModel writers, CollectorModel collector) {
    List<Step<ModelState>> steps = new ArrayList<>();
    for (Writer writer : state.writers()) {
      steps.addAll(writers.steps(state, writer));
    }
    for (int i = 0; i < state.delayed().size(); i++) {
      steps.add(
          new Step<>("the delayed \"" + state.delayed().get(i) + "\" arrives", state.arriving(i)));
    }
    steps.addAll(collector.steps(state));
    return steps;
  }
}

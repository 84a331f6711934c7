package io.azof.server.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.model.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is known of statements while they run, and who is told of it. */
final class RunningStatementsTest {
  private static final Instant BEGIN = Instant.parse("2021-06-10T12:30:00Z");
  private static final StatementOrigin ANN =
      new StatementOrigin("ann", "127.0.0.1", Optional.empty(), Optional.empty());

  private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
  private final List<StatementFacts> began = new ArrayList<>();
  private final List<EndedStatement> ended = new ArrayList<>();

  private final RunObserver broken =
      new RunObserver() {
        @Override
        public void began(StatementFacts statement) {
          throw new IllegalStateException("broken");
        }
      };

  private final RunObserver observer =
      new RunObserver() {
        @Override
        public void began(StatementFacts statement) {
          began.add(statement);
        }

        @Override
        public void ended(EndedStatement statement) {
          ended.add(statement);
        }
      };

  private final RunningStatements running =
      new RunningStatements(now::get, List.of(broken, observer));

  private StatementRun begin() {
    return running.begin(StatementKind.QUERY, "SELECT 1", ANN, Optional.of("2019-01-17"));
  }

  @Test
  void aRunIsListedUntilItEndsAndEveryObserverIsTold() {
    StatementRun run = begin();
    StatementRun other = begin();
    assertThat(running.all()).containsExactly(run, other);
    assertThat(running.find(run.facts().id())).contains(run);

    run.is(RunState.RUNNING);
    run.sent(3, 24);
    run.accept(Traffic.ofRequest(7));
    now.set(BEGIN.plusSeconds(2));
    run.succeeded();
    run.failed(new RunFailure("INTERNAL", Optional.empty()));

    assertThat(running.all()).containsExactly(other);
    assertThat(began).containsExactly(run.facts(), other.facts());
    assertThat(ended)
        .containsExactly(
            new EndedStatement(
                run.facts(),
                new RunProgress(RunState.RUNNING, 3, 24, Traffic.ofRequest(7)),
                Duration.ofSeconds(2),
                RunOutcome.OK,
                Optional.empty()));
  }

  @Test
  void theFirstReasonToStopCountsAndSaysHowItEnded() {
    StatementRun run = begin();
    List<RunStop> stops = new ArrayList<>();
    run.whenStopped(stops::add);
    RunStop kill = RunStop.byUser("bob");

    assertThat(run.stop(kill)).isTrue();
    assertThat(run.stop(RunStop.byClient())).isFalse();
    run.failed(new RunFailure("CANCELLED", Optional.empty()));
    assertThat(run.stop(RunStop.byClient())).isFalse();

    assertThat(stops).containsExactly(kill);
    assertThat(ended).extracting(EndedStatement::outcome).containsExactly(RunOutcome.KILLED);
  }

  @Test
  void whatIsStoppedBeforeItCanBeIsStoppedThen() {
    StatementRun run = begin();
    run.stop(RunStop.byClient());
    List<RunStop> stops = new ArrayList<>();

    run.whenStopped(stops::add);

    assertThat(stops).hasSize(1);
  }

  @Test
  void whatIsWholeIsWholeAlsoWhenItWasToStop() {
    StatementRun run = begin();
    run.stop(RunStop.byClient());
    run.succeeded();

    assertThat(ended).extracting(EndedStatement::outcome).containsExactly(RunOutcome.OK);
  }
}

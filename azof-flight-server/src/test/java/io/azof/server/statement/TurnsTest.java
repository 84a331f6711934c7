package io.azof.server.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whose turn it is, without threads: the test runs what would be run, when it wants. */
final class TurnsTest {
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final List<String> done = new ArrayList<>();

  private Turns turns(int working, int begun, int queued) {
    return turns(working, working, begun, queued);
  }

  private Turns turns(int working, int continuing, int begun, int queued) {
    TurnLimits limits = new TurnLimits(working, continuing, begun, queued, Duration.ofSeconds(10));
    return new Turns(threads::add, limits, now::get);
  }

  /** Writes down its turns. */
  private final class Noted implements Turns.Work {
    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public void work() {
      done.add(name);
    }

    @Override
    public void refused(AzofException reason) {
      done.add(name + " refused: " + reason.getMessage());
    }
  }

  private void run() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  @Test
  void aStatementThatWaitsForItsClientKeepsNoOtherFromWorking() {
    Turns turns = turns(1, 10, 1);
    Turns.Turn first = turns.of(new Noted("first"));
    Turns.Turn second = turns.of(new Noted("second"));
    first.enter();
    second.enter();
    run();
    assertThat(done).containsExactly("first", "second");
    assertThat(turns.begunCount()).isEqualTo(2);

    first.resume();
    run();
    first.leave();
    first.resume();
    run();

    assertThat(done).containsExactly("first", "second", "first");
    assertThat(turns.begunCount()).isEqualTo(1);
  }

  @Test
  void whoAsksDuringItsTurnGetsAnotherOne() {
    Turns turns = turns(1, 10, 1);
    Turns.Turn[] turn = new Turns.Turn[1];
    turn[0] =
        turns.of(
            new Turns.Work() {
              @Override
              public void work() {
                done.add("turn");
                if (done.size() < 3) {
                  turn[0].resume();
                }
              }

              @Override
              public void refused(AzofException reason) {}
            });
    turn[0].enter();
    run();

    assertThat(done).hasSize(3);
  }

  @Test
  void thoseThatHaveBegunAndThoseThatHaveNotTakeTurns() {
    Turns turns = turns(1, 10, 10);
    List<Turns.Turn> begun = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      begun.add(turns.of(new Noted(name)));
      begun.get(begun.size() - 1).enter();
      run();
    }
    done.clear();
    turns.of(new Noted("working")).enter();
    begun.forEach(Turns.Turn::resume);
    turns.of(new Noted("x")).enter();
    turns.of(new Noted("y")).enter();
    run();

    assertThat(done).containsExactly("working", "a", "x", "b", "y");
  }

  @Test
  void fewOfThoseThatGoOnKeepNoneThatBeginsFromWorking() {
    Turns turns = turns(10, 2, 10, 10);
    List<Turns.Turn> begun = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      begun.add(turns.of(new Noted(name)));
      begun.get(begun.size() - 1).enter();
    }
    run();
    done.clear();
    begun.forEach(Turns.Turn::resume);
    turns.of(new Noted("x")).enter();
    turns.of(new Noted("y")).enter();
    assertThat(threads).hasSize(4);
    run();

    assertThat(done).containsExactly("a", "b", "x", "y", "c");
  }

  @Test
  void whatIsTooMuchIsRefusedAndWhatWaitsForTooLongAsWell() {
    Turns turns = turns(1, 10, 1);
    turns.of(new Noted("working")).enter();
    turns.of(new Noted("waiting")).enter();
    assertThatThrownBy(turns.of(new Noted("refused"))::enter)
        .isInstanceOf(AzofException.class)
        .hasMessageContaining("server.queued-queries");

    now.set(Instant.EPOCH.plusSeconds(10));
    turns.refuseOverdue();
    assertThat(done).isEmpty();
    now.set(Instant.EPOCH.plusSeconds(11));
    turns.refuseOverdue();

    assertThat(done)
        .containsExactly(
            "waiting refused: The statement has waited 10 s for others to end, which is the limit;"
                + " try again later, or raise server.concurrent-queries or server.queue-time");
    run();
    assertThat(turns.queuedCount()).isZero();
  }

  @Test
  void whatIsOverBeforeItsTurnIsTakenOver() {
    Turns turns = turns(1, 1, 10);
    Turns.Turn parked = turns.of(new Noted("parked"));
    parked.enter();
    run();
    Turns.Turn waiting = turns.of(new Noted("waiting"));
    waiting.enter(); // as one may have begun only
    Turns.Turn later = turns.of(new Noted("later"));
    later.enter();
    run();
    assertThat(done).containsExactly("parked");

    assertThat(waiting.takeOver()).isTrue();
    assertThat(waiting.takeOver()).isFalse();
    assertThat(parked.takeOver()).isTrue();
    run();

    assertThat(done).containsExactly("parked", "later");
    assertThat(turns.begunCount()).isEqualTo(1);
  }
}

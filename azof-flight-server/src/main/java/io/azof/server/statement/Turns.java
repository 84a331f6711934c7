package io.azof.server.statement;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets so many statements work at the same time. One that waits for its client has no thread: it
 * ends its turn, and asks for another one when it can go on. Those that have begun and those that
 * have not get turns alternately, but few of those that have begun work at the same time. Safe for
 * use by many threads.
 */
public final class Turns {
  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  /** What a statement does in a turn. */
  public interface Work {
    /** Works until it is done, {@link Turn#leave}s then, or can do no more for now. */
    void work();

    /** It never gets a turn, and has left. */
    void refused(AzofException reason);
  }

  private enum Place {
    NOWHERE,
    QUEUED,
    READY,
    WORKING,
    PARKED,
    LEFT
  }

  private final Executor threads;
  private final TurnLimits limits;
  private final InstantSource clock;
  private final Deque<Turn> queued = new ArrayDeque<>();
  private final Deque<Turn> ready = new ArrayDeque<>();
  private int working;
  private int continuing;
  private int begun;
  private boolean queueIsNext;

  /**
   * @param threads as many as may work at the same time; they refuse nothing unless the server
   *     stops
   * @param clock by which it is measured how long statements wait
   */
  public Turns(Executor threads, TurnLimits limits, InstantSource clock) {
    this.threads = threads;
    this.limits = limits;
    this.clock = clock;
  }

  /** The turns of a statement, which has to {@link Turn#enter} yet. */
  public Turn of(Work work) {
    return new Turn(work);
  }

  /** How many wait to begin. */
  public synchronized int queuedCount() {
    return queued.size();
  }

  /** How many have begun and not left, at work or not. */
  public synchronized int begunCount() {
    return begun;
  }

  /** Refuses those that have waited for too long to begin. */
  public void refuseOverdue() {
    Instant before = clock.instant().minus(limits.queueTimeMax());
    List<Turn> overdue = new ArrayList<>();
    synchronized (this) {
      while (!queued.isEmpty() && queued.peek().since.isBefore(before)) {
        Turn turn = queued.remove();
        turn.place = Place.LEFT;
        overdue.add(turn);
      }
    }
    for (Turn turn : overdue) {
      turn.work.refused(
          limitReached(
              "The statement has waited "
                  + inWords(limits.queueTimeMax())
                  + " for others to end, which is the limit; try again later, or raise"
                  + " server.concurrent-queries or server.queue-time"));
    }
  }

  private static String inWords(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  private static AzofException limitReached(String message) {
    return new AzofException(ErrorCode.LIMIT_REACHED, message);
  }

  private void dispatch() {
    for (Turn turn = next(); turn != null; turn = next()) {
      Turn chosen = turn;
      try {
        threads.execute(() -> work(chosen));
      } catch (RejectedExecutionException e) {
        work(chosen); // the server stops, and what is open must be closed
      }
    }
  }

  private synchronized @Nullable Turn next() {
    if (working >= limits.workingMax()) {
      return null;
    }
    boolean canBegin = !queued.isEmpty() && begun < limits.begunMax();
    boolean canContinue = !ready.isEmpty() && continuing < limits.continuingMax();
    Turn turn;
    if (canBegin && (queueIsNext || !canContinue)) {
      queueIsNext = false;
      begun++;
      turn = queued.remove();
      turn.hasBegun = true;
    } else if (canContinue) {
      queueIsNext = true;
      continuing++;
      turn = ready.remove();
      turn.continues = true;
    } else {
      return null;
    }
    working++;
    turn.place = Place.WORKING;
    return turn;
  }

  private void work(Turn turn) {
    try {
      turn.work.work();
    } catch (Throwable e) {
      LOG.error("A statement ended in an unexpected way", e);
      turn.leave();
    }
    synchronized (this) {
      working--;
      if (turn.continues) {
        continuing--;
      }
      if (turn.place == Place.WORKING) {
        turn.place = turn.again ? Place.READY : Place.PARKED;
        if (turn.again) {
          ready.add(turn);
        }
        turn.again = false;
      }
    }
    dispatch();
  }

  /** The place of one statement among all of them. */
  public final class Turn {
    private final Work work;
    private Place place = Place.NOWHERE;
    private Instant since = Instant.MIN;
    private boolean hasBegun;
    private boolean continues;
    private boolean again;

    private Turn(Work work) {
      this.work = work;
    }

    /**
     * Asks for the first turn; does nothing for a statement that was taken over already.
     *
     * @throws AzofException {@code LIMIT_REACHED} when too many wait
     */
    public void enter() {
      synchronized (Turns.this) {
        if (place != Place.NOWHERE) {
          return;
        }
        boolean mustWait = working >= limits.workingMax() || begun >= limits.begunMax();
        if (mustWait && queued.size() >= limits.queuedMax()) {
          place = Place.LEFT;
          throw limitReached(
              begun >= limits.begunMax()
                  ? "The server has "
                      + begun
                      + " results under way to clients, which is the limit, and "
                      + queued.size()
                      + " statements wait; read results to their end or close them, or raise"
                      + " server.results"
                  : "The server runs "
                      + working
                      + " statements, which is the limit, and "
                      + queued.size()
                      + " wait; try again later, or raise server.concurrent-queries or"
                      + " server.queued-queries");
        }
        place = Place.QUEUED;
        since = clock.instant();
        queued.add(this);
      }
      dispatch();
    }

    /**
     * Whether a statement that has worked for a while should end its turn: others wait for theirs,
     * or it is its first one, of which there may be more than go on later.
     */
    public boolean shouldEnd() {
      synchronized (Turns.this) {
        return !continues || !ready.isEmpty() || (!queued.isEmpty() && begun < limits.begunMax());
      }
    }

    /** Whether the statement works for the first time. */
    public boolean isFirst() {
      synchronized (Turns.this) {
        return !continues;
      }
    }

    /** Asks for another turn: after this one, if the statement works. */
    public void resume() {
      synchronized (Turns.this) {
        if (place == Place.WORKING) {
          again = true;
        } else if (place == Place.PARKED) {
          place = Place.READY;
          ready.add(this);
        }
      }
      dispatch();
    }

    /** Ends the statement's turns for good. */
    public void leave() {
      synchronized (Turns.this) {
        left();
      }
      dispatch();
    }

    /**
     * Ends the statement's turns for good unless it works just now.
     *
     * @return whether it does not, so that the caller alone has it
     */
    public boolean takeOver() {
      synchronized (Turns.this) {
        if (place == Place.WORKING || place == Place.LEFT) {
          return false;
        }
        queued.remove(this);
        ready.remove(this);
        left();
      }
      dispatch();
      return true;
    }

    private void left() {
      if (place != Place.LEFT && hasBegun) {
        begun--;
      }
      place = Place.LEFT;
    }
  }
}

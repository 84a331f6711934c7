package io.azof.server.statement;

import io.azof.storage.model.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a statement, from its begin to its end. Safe for use by many threads. */
public final class StatementRun implements Consumer<Traffic> {
  private final StatementFacts facts;
  private final Consumer<StatementRun> onEnd;
  private final InstantSource clock;
  private RunState state = RunState.QUEUED;
  private Instant stateSince;
  private Duration workBefore = Duration.ZERO;
  private long rows;
  private long bytes;
  private Traffic traffic = Traffic.NONE;
  private Optional<String> ticket = Optional.empty();
  private @Nullable RunStop stop;
  private @Nullable Consumer<RunStop> stopper;
  private boolean ended;
  private Optional<RunFailure> failure = Optional.empty();

  /** A run that is in no list and that nobody is told of, such as the answer to a tool. */
  public static StatementRun unlisted() {
    StatementOrigin nobody = new StatementOrigin("", "", Optional.empty(), Optional.empty());
    return new StatementRun(
        new StatementFacts("", StatementKind.QUERY, nobody, "", Optional.empty(), Instant.EPOCH),
        run -> {},
        InstantSource.fixed(Instant.EPOCH));
  }

  StatementRun(StatementFacts facts, Consumer<StatementRun> onEnd, InstantSource clock) {
    this.facts = facts;
    this.onEnd = onEnd;
    this.clock = clock;
    this.stateSince = facts.begin();
  }

  public StatementFacts facts() {
    return facts;
  }

  /** Says by which ticket its rows are fetched. */
  public synchronized void fetchBy(String newTicket) {
    ticket = Optional.of(newTicket);
  }

  /** By which ticket its rows are fetched; empty when they are not. */
  public synchronized Optional<String> ticket() {
    return ticket;
  }

  /** How far it is now. */
  public synchronized RunProgress progress() {
    return new RunProgress(state, rows, bytes, traffic);
  }

  /** It is at something else now. */
  public synchronized void is(RunState newState) {
    Instant now = clock.instant();
    workBefore = workTime(now);
    state = newState;
    stateSince = now;
  }

  /** How long it has worked altogether. */
  synchronized Duration workTime(Instant now) {
    return state == RunState.RUNNING
        ? workBefore.plus(Duration.between(stateSince, now))
        : workBefore;
  }

  /** For how long it waits for its client now. */
  synchronized Duration clientTime(Instant now) {
    return state == RunState.WAITING_FOR_CLIENT ? Duration.between(stateSince, now) : Duration.ZERO;
  }

  /** It has asked the store for something. */
  @Override
  public synchronized void accept(Traffic more) {
    traffic = traffic.plus(more);
  }

  /** It has sent rows, or written them. */
  public synchronized void sent(long moreRows, long moreBytes) {
    rows += moreRows;
    bytes += moreBytes;
  }

  /**
   * Says how the run is stopped; at once when it should have stopped already.
   *
   * @param newStopper must come back soon; called once at most, on the thread of who stops it
   */
  public void whenStopped(Consumer<RunStop> newStopper) {
    RunStop already;
    synchronized (this) {
      stopper = newStopper;
      already = stop;
    }
    if (already != null) {
      newStopper.accept(already);
    }
  }

  /**
   * Ends the run within moments, wherever it is.
   *
   * @return false when it was stopped before, or is over: the first reason counts
   */
  public boolean stop(RunStop reason) {
    Consumer<RunStop> toCall;
    synchronized (this) {
      if (stop != null || ended) {
        return false;
      }
      stop = reason;
      toCall = stopper;
    }
    if (toCall != null) {
      toCall.accept(reason);
    }
    return true;
  }

  /** Why it is to stop; empty when nobody stopped it. */
  public synchronized Optional<RunStop> stopReason() {
    return Optional.ofNullable(stop);
  }

  /** The run is over and whole. */
  public void succeeded() {
    end(Optional.empty());
  }

  /** The run is over and not whole. */
  public void failed(RunFailure reason) {
    end(Optional.of(reason));
  }

  private void end(Optional<RunFailure> reason) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      failure = reason;
    }
    onEnd.accept(this);
  }

  synchronized Optional<RunFailure> failure() {
    return failure;
  }

  /** What is whole is whole, also when it was to stop at the last moment. */
  synchronized RunOutcome outcome() {
    if (failure.isEmpty()) {
      return RunOutcome.OK;
    }
    return stop == null ? RunOutcome.FAILED : stop.outcome();
  }
}

package io.azof.server.statement;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All statements that run now. Safe for use by many threads. */
public final class RunningStatements {
  private static final Logger LOG = LoggerFactory.getLogger(RunningStatements.class);

  private final InstantSource clock;
  private final List<RunObserver> observers;
  private final AtomicLong lastId = new AtomicLong();
  private final Map<String, StatementRun> runs = new ConcurrentHashMap<>();

  /**
   * @param clock by which it is measured how long statements take
   * @param observers are told of each run, in this order; one that throws is logged
   */
  public RunningStatements(InstantSource clock, List<? extends RunObserver> observers) {
    this.clock = clock;
    this.observers = List.copyOf(observers);
  }

  /**
   * A statement begins to run; who runs it says when it is over.
   *
   * @param asOf as {@link StatementFacts#asOf}
   */
  public StatementRun begin(
      StatementKind kind, String sql, StatementOrigin origin, Optional<String> asOf) {
    String id = Long.toString(lastId.incrementAndGet());
    StatementFacts facts = new StatementFacts(id, kind, origin, sql, asOf, clock.instant());
    StatementRun run = new StatementRun(facts, this::end, clock);
    runs.put(id, run);
    tell(observer -> observer.began(facts));
    return run;
  }

  private void end(StatementRun run) {
    runs.remove(run.facts().id());
    EndedStatement ended =
        new EndedStatement(
            run.facts(),
            run.progress(),
            Duration.between(run.facts().begin(), clock.instant()),
            run.outcome(),
            run.failure());
    tell(observer -> observer.ended(ended));
  }

  private void tell(Consumer<RunObserver> message) {
    for (RunObserver observer : observers) {
      try {
        message.accept(observer);
      } catch (RuntimeException e) {
        LOG.error("An observer of statements failed", e);
      }
    }
  }

  /** Those that run, the oldest first. */
  public List<StatementRun> all() {
    return runs.values().stream()
        .sorted(Comparator.comparingLong(run -> Long.parseLong(run.facts().id())))
        .toList();
  }

  /** The run of that id; empty when it is over or never was. */
  public Optional<StatementRun> find(String id) {
    return Optional.ofNullable(runs.get(id));
  }

  /** How many run. */
  public int count() {
    return runs.size();
  }
}

package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.server.flight.stream.ResultEnd;
import io.azof.storage.model.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each statement that has ended, for the logger {@code azof.query} at level INFO: how
 * long it took, its rows, what was asked of the store, its text. Never the values of parameters.
 */
public final class StatementLog {
  private static final Logger LOG = LoggerFactory.getLogger("azof.query");
  private static final int TEXT_LENGTH_MAX = 1_000;

  private final InstantSource clock;

  /**
   * @param clock by which it is measured how long statements take
   */
  public StatementLog(InstantSource clock) {
    this.clock = clock;
  }

  /** A statement begins to run. */
  Run begin(String sql) {
    return new Run(sql, clock.instant());
  }

  /** One run of a statement, to its end. */
  final class Run implements ResultEnd, Consumer<Traffic> {
    private final String sql;
    private final Instant begin;
    private Traffic traffic = Traffic.NONE;

    private Run(String sql, Instant begin) {
      this.sql = sql;
      this.begin = begin;
    }

    /** The run has asked the store for something, on any thread. */
    @Override
    public synchronized void accept(Traffic more) {
      traffic = traffic.plus(more);
    }

    @Override
    public synchronized void ended(long rows, @Nullable Throwable failure) {
      if (LOG.isInfoEnabled()) {
        long millis = Duration.between(begin, clock.instant()).toMillis();
        LOG.info("{} after {} ms, {} rows, {}: {}", how(failure), millis, rows, traffic, text());
      }
    }

    private static String how(@Nullable Throwable failure) {
      if (failure == null) {
        return "done";
      }
      // not its message, which may quote a value
      String kind =
          failure instanceof AzofException e ? e.code().name() : failure.getClass().getSimpleName();
      return "failed (" + kind + ")";
    }

    private String text() {
      String line = sql.strip().replaceAll("\\s+", " ");
      return line.length() > TEXT_LENGTH_MAX ? line.substring(0, TEXT_LENGTH_MAX) + "…" : line;
    }
  }
}

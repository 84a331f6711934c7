package io.azof.server.statement;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stops what takes longer than it may. */
public final class TimeLimits {
  private final RunningStatements running;
  private final Duration workMax;
  private final Duration idleMax;
  private final InstantSource clock;

  /**
   * @param workMax how long a statement may work; zero: as long as it takes
   * @param idleMax how long a result waits for its client to take more; zero: for ever
   */
  public TimeLimits(
      RunningStatements running, Duration workMax, Duration idleMax, InstantSource clock) {
    this.running = running;
    this.workMax = workMax;
    this.idleMax = idleMax;
    this.clock = clock;
  }

  /** Stops all that is over its time now. */
  public void stopOverdue() {
    Instant now = clock.instant();
    for (StatementRun run : running.all()) {
      if (isOver(run.workTime(now), workMax)) {
        stop(run, "The statement has worked for", workMax, "server.query-time");
      } else if (run.facts().kind() != StatementKind.INGEST
          && isOver(run.clientTime(now), idleMax)) {
        stop(run, "The client has taken nothing of the result for", idleMax, "server.result-idle");
      }
    }
  }

  private static boolean isOver(Duration time, Duration max) {
    return !max.isZero() && time.compareTo(max) > 0;
  }

  private static void stop(StatementRun run, String what, Duration max, String setting) {
    String words = max.toMillis() % 1_000 == 0 ? max.toSeconds() + " s" : max.toMillis() + " ms";
    AzofException error =
        new AzofException(
            ErrorCode.TIMED_OUT,
            what + " " + words + ", which is the limit; ask for less, or raise " + setting);
    run.stop(new RunStop(RunOutcome.TIMED_OUT, error));
  }
}

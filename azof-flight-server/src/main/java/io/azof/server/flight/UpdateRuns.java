package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.flight.error.CallErrors;
import io.azof.server.statement.RunStop;
import io.azof.server.statement.RunningStatements;
import io.azof.server.statement.StatementKind;
import io.azof.server.statement.StatementRun;
import io.azof.server.statement.Turns;
import io.azof.server.transport.CallEnds;
import io.azof.sql.PlannedStatement;
import io.azof.sql.PreparedSetting;
import io.azof.sql.PreparedUpdate;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Runs statements that change something, in turns with all others. */
public final class UpdateRuns {
  private final Turns turns;
  private final BufferAllocator memory;
  private final long bytesMax;
  private final RunningStatements running;
  private final CallErrors errors;

  /**
   * @param turns in which they run
   * @param memory what they need is taken from there
   * @param bytesMax how much of it each of them may take
   * @param running has each while it runs
   */
  public UpdateRuns(
      Turns turns,
      BufferAllocator memory,
      long bytesMax,
      RunningStatements running,
      CallErrors errors) {
    this.turns = turns;
    this.memory = memory;
    this.bytesMax = bytesMax;
    this.running = running;
    this.errors = errors;
  }

  /**
   * Runs a statement to its end, and waits for it.
   *
   * @param statement a PreparedUpdate or a PreparedSetting
   * @param caller whose session it is where something is set
   * @param asOf the event time at which the session looks at all tables; empty: as they are now
   * @return how many rows it wrote
   * @throws AzofException {@code LIMIT_REACHED} when too many wait; what the statement throws
   */
  long run(
      PlannedStatement statement,
      List<List<@Nullable Object>> parameterRows,
      Caller caller,
      Optional<String> asOf) {
    if (statement instanceof PreparedSetting setting) {
      caller.session().change(setting);
      return 0;
    }
    if (statement instanceof PreparedUpdate update) {
      StatementRun run = running.begin(StatementKind.UPDATE, update.sql(), caller.origin(), asOf);
      return run(update, parameterRows, run, caller.ends());
    }
    throw new AzofException(
        ErrorCode.ARGUMENT_INVALID, "The statement changes nothing; run it as a query");
  }

  private long run(
      PreparedUpdate update,
      List<List<@Nullable Object>> parameterRows,
      StatementRun run,
      CallEnds ends) {
    CallEnds.Listening listening =
        ends.open(pastDeadline -> run.stop(RunStop.byClient(pastDeadline)));
    try {
      long rows = new UpdateRun(update, parameterRows, run, memory, bytesMax, turns).await();
      run.sent(rows, 0);
      run.succeeded();
      return rows;
    } catch (RuntimeException | Error e) {
      CallErrors.Explained reason = errors.explain(e);
      run.failed(reason.failure());
      throw reason.status();
    } finally {
      listening.close();
    }
  }
}

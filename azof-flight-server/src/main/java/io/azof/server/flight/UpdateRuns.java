package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.flight.error.CallErrors;
import io.azof.server.statement.RunState;
import io.azof.server.statement.RunningStatements;
import io.azof.server.statement.StatementKind;
import io.azof.server.statement.StatementRun;
import io.azof.sql.PlannedStatement;
import io.azof.sql.PreparedSetting;
import io.azof.sql.PreparedUpdate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Runs statements that change something, as many at once as queries may run. */
public final class UpdateRuns {
  private final Executor executor;
  private final BufferAllocator memory;
  private final RunningStatements running;
  private final CallErrors errors;

  /**
   * @param executor whose threads run the statements
   * @param memory what they need is taken from there
   * @param running has each while it runs
   */
  public UpdateRuns(
      Executor executor, BufferAllocator memory, RunningStatements running, CallErrors errors) {
    this.executor = executor;
    this.memory = memory;
    this.running = running;
    this.errors = errors;
  }

  /**
   * Runs a statement to its end, whatever becomes of the client.
   *
   * @param statement a PreparedUpdate or a PreparedSetting
   * @param caller whose session it is where something is set
   * @param asOf the event time at which the session looks at all tables; empty: as they are now
   * @return how many rows it wrote
   * @throws AzofException {@code LIMIT_REACHED} when no thread takes the work; what the statement
   *     throws
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
      StatementRun run =
          running.begin(StatementKind.UPDATE, update.sql(), caller.origin(), asOf);
      return run(update, parameterRows, run);
    }
    throw new AzofException(
        ErrorCode.ARGUMENT_INVALID, "The statement changes nothing; run it as a query");
  }

  private long run(
      PreparedUpdate update, List<List<@Nullable Object>> parameterRows, StatementRun run) {
    try {
      long rows = awaited(update, parameterRows, run);
      run.sent(rows, 0);
      run.succeeded();
      return rows;
    } catch (RuntimeException | Error e) {
      CallErrors.Explained reason = errors.explain(e);
      run.failed(reason.failure());
      throw reason.status();
    }
  }

  private long awaited(
      PreparedUpdate update, List<List<@Nullable Object>> parameterRows, StatementRun run) {
    FutureTask<Long> task =
        new FutureTask<>(
            () -> {
              run.is(RunState.RUNNING);
              return update.execute(memory, parameterRows, run);
            });
    try {
      executor.execute(task);
      return task.get();
    } catch (RejectedExecutionException e) {
      throw new AzofException(
          ErrorCode.LIMIT_REACHED,
          "The server runs as many statements as it may, and as many wait; try again later, or"
              + " raise server.concurrent-queries",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AzofException(
          ErrorCode.COMMIT_UNKNOWN,
          "The server is shutting down, and it is not known whether the statement took effect",
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}

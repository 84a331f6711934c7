package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.PlannedStatement;
import io.azof.sql.PreparedSetting;
import io.azof.sql.PreparedUpdate;
import java.util.List;
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
  private final StatementLog log;

  /**
   * @param executor whose threads run the statements
   * @param memory what they need is taken from there
   * @param log is told of each
   */
  public UpdateRuns(Executor executor, BufferAllocator memory, StatementLog log) {
    this.executor = executor;
    this.memory = memory;
    this.log = log;
  }

  /**
   * Runs a statement to its end, whatever becomes of the client.
   *
   * @param statement a PreparedUpdate or a PreparedSetting
   * @param session what is set is set there
   * @return how many rows it wrote
   * @throws AzofException {@code LIMIT_REACHED} when no thread takes the work; what the statement
   *     throws
   */
  long run(
      PlannedStatement statement, List<List<@Nullable Object>> parameterRows, CallSession session) {
    if (statement instanceof PreparedSetting setting) {
      session.change(setting);
      return 0;
    }
    if (statement instanceof PreparedUpdate update) {
      return run(update, parameterRows);
    }
    throw new AzofException(
        ErrorCode.ARGUMENT_INVALID, "The statement changes nothing; run it as a query");
  }

  private long run(PreparedUpdate update, List<List<@Nullable Object>> parameterRows) {
    FutureTask<Long> task = new FutureTask<>(() -> logged(update, parameterRows));
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

  private long logged(PreparedUpdate update, List<List<@Nullable Object>> parameterRows) {
    StatementLog.Run run = log.begin(update.sql());
    try {
      long rows = update.execute(memory, parameterRows, run);
      run.ended(rows, null);
      return rows;
    } catch (RuntimeException | Error e) {
      run.ended(0, e);
      throw e;
    }
  }
}

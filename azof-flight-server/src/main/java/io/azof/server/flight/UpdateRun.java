package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.statement.RunMemory;
import io.azof.server.statement.RunState;
import io.azof.server.statement.RunStop;
import io.azof.server.statement.StatementRun;
import io.azof.server.statement.Turns;
import io.azof.sql.PreparedUpdate;
import io.azof.storage.model.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One run of a statement that changes something, in one turn. One that is stopped ends before the
 * next batch of rows that it takes: never in the middle of a commit.
 */
final class UpdateRun implements Turns.Work {
  private final PreparedUpdate update;
  private final List<List<@Nullable Object>> parameterRows;
  private final StatementRun run;
  private final BufferAllocator memory;
  private final long bytesMax;
  private final Turns.Turn turn;
  private final CompletableFuture<Long> rows = new CompletableFuture<>();

  UpdateRun(
      PreparedUpdate update,
      List<List<@Nullable Object>> parameterRows,
      StatementRun run,
      BufferAllocator memory,
      long bytesMax,
      Turns turns) {
    this.update = update;
    this.parameterRows = parameterRows;
    this.run = run;
    this.memory = memory;
    this.bytesMax = bytesMax;
    this.turn = turns.of(this);
  }

  /**
   * Runs it when it is its turn, and waits for that.
   *
   * @return how many rows it wrote
   * @throws AzofException {@code LIMIT_REACHED} when it never gets a turn; why it was stopped; what
   *     the statement throws
   */
  long await() {
    run.whenStopped(
        reason -> {
          if (turn.takeOver()) {
            rows.completeExceptionally(reason.error());
          }
        });
    turn.enter();
    try {
      return rows.get();
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

  @Override
  public void work() {
    run.is(RunState.RUNNING);
    try {
      rows.complete(execute());
    } catch (Throwable e) {
      rows.completeExceptionally(e);
    } finally {
      turn.leave();
    }
  }

  private long execute() {
    try (BufferAllocator own = RunMemory.open(memory, run, bytesMax)) {
      return update.execute(own, parameterRows, this::account);
    }
  }

  private void account(Traffic traffic) {
    run.accept(traffic);
    Optional<RunStop> stop = run.stopReason();
    if (traffic.equals(Traffic.NONE) && stop.isPresent()) {
      throw stop.get().error();
    }
  }

  @Override
  public void refused(AzofException reason) {
    rows.completeExceptionally(reason);
  }
}

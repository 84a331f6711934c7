package io.azof.sql;

import io.azof.error.AzofException;
import io.azof.storage.model.Traffic;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A validated statement that changes something. */
public non-sealed interface PreparedUpdate extends PlannedStatement {
  @Override
  default boolean changesTables() {
    return true;
  }

  /**
   * Runs the statement, in one commit or none.
   *
   * @param parent where memory is taken from
   * @param parameters one value per {@code ?}, as {@link PreparedQuery#openReader} takes them
   * @return how many rows were written; 0 for a statement that changes no rows
   * @throws AzofException what is wrong; then nothing has changed, except that after {@code
   *     COMMIT_UNKNOWN} it is not known
   */
  default long execute(BufferAllocator parent, List<@Nullable Object> parameters) {
    return execute(parent, List.of(parameters), traffic -> {});
  }

  /**
   * Runs the statement for each of several rows of parameters, one after the other. An INSERT that
   * reads no table is one commit for all of them; else each is a commit of its own, and those
   * before one that fails stay.
   *
   * @param parent where memory is taken from
   * @param parameterRows one value per {@code ?} each, as {@link PreparedQuery#openReader} takes
   *     them
   * @param traffic is told what it takes to have what is read here, on any thread; and, on the
   *     thread of the call, before each batch of rows, {@link Traffic#NONE}: what it throws then
   *     ends the statement, and what is not committed yet never is
   * @return how many rows were written altogether
   * @throws AzofException as {@link #execute(BufferAllocator, List)}
   */
  long execute(
      BufferAllocator parent,
      List<List<@Nullable Object>> parameterRows,
      Consumer<Traffic> traffic);
}

package io.azof.server.session;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.PlannedStatement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement that a client holds open, with the values that it bound last. */
public final class PreparedStatement {
  private final String handle;
  private final PlannedStatement planned;
  private final Optional<String> asOf;
  private volatile @Nullable List<List<@Nullable Object>> parameterRows;

  PreparedStatement(String handle, PlannedStatement planned, Optional<String> asOf) {
    this.handle = handle;
    this.planned = planned;
    this.asOf = asOf;
  }

  /** By what the client names it. */
  public String handle() {
    return handle;
  }

  public PlannedStatement planned() {
    return planned;
  }

  /** The event time at which its session looked at all tables; empty: as they were. */
  public Optional<String> asOf() {
    return asOf;
  }

  /** How many values a row of parameters has. */
  public int parameterCount() {
    return planned.parameterSchema().getFields().size();
  }

  /** Replaces the bound values. Each row is one run of the statement. */
  public void bind(List<List<@Nullable Object>> rows) {
    this.parameterRows = rows;
  }

  /**
   * The values of each run: one run without values for a statement without parameters.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when the statement has parameters and none are
   *     bound
   */
  public List<List<@Nullable Object>> parameterRows() {
    if (parameterCount() == 0) {
      return List.of(List.of());
    }
    List<List<@Nullable Object>> rows = parameterRows;
    if (rows == null) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The statement has "
              + parameterCount()
              + (parameterCount() == 1 ? " parameter, which is" : " parameters, which are")
              + " not set");
    }
    return rows;
  }
}

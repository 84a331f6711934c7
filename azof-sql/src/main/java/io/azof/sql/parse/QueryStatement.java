package io.azof.sql.parse;

import org.apache.calcite.sql.SqlNode;

/**
 * A query.
 *
 * @param query every time clause in it is a snapshot whose period is a call of {@link
 *     EventTimeOperator}
 * @param answer what is asked for
 */
public record QueryStatement(String text, SqlNode query, Answer answer, int parameterCount)
    implements Statement {

  /** What can be asked for. */
  public enum Answer {
    /** The rows of the query. */
    ROWS,
    /** How it would be run. */
    PLAN,
    /** How it is run, and what that takes. */
    RUN
  }

  @Override
  public <T> T match(Cases<T> cases) {
    return cases.query(this);
  }
}

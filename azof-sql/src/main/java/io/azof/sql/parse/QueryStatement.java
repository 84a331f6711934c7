package io.azof.sql.parse;

import org.apache.calcite.sql.SqlNode;

/**
 * A query.
 *
 * @param query every time clause in it is a snapshot whose period is a call of {@link
 *     EventTimeOperator}
 * @param explain whether its plan is asked for instead of its rows
 */
public record QueryStatement(String text, SqlNode query, boolean explain, int parameterCount)
    implements Statement {
  @Override
  public <T> T match(Cases<T> cases) {
    return cases.query(this);
  }
}

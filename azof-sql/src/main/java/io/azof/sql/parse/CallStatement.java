package io.azof.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * CALL of a procedure.
 *
 * @param arguments literals and parameters
 */
public record CallStatement(String text, SqlIdentifier procedure, List<SqlNode> arguments)
    implements Statement {
  public CallStatement {
    arguments = List.copyOf(arguments);
  }

  @Override
  public int parameterCount() {
    return (int) arguments.stream().filter(SqlDynamicParam.class::isInstance).count();
  }

  @Override
  public <T> T match(Cases<T> cases) {
    return cases.call(this);
  }
}

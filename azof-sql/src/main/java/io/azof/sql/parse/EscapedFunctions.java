package io.azof.sql.parse;

import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJdbcFunctionCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Finds the functions of JDBC's {@code {fn name(…)}} by a name of any case. */
final class EscapedFunctions extends SqlShuttle {
  private static final String PREFIX = "{fn ";

  /** Calcite's counts from 0, JDBC's from 1. */
  private static final String DAY_OF_WEEK = "DAYOFWEEK";

  private EscapedFunctions() {}

  static SqlNode in(SqlNode statement) {
    return Objects.requireNonNull(statement.accept(new EscapedFunctions()));
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (!(visited instanceof SqlCall escaped)
        || !(escaped.getOperator() instanceof SqlJdbcFunctionCall)) {
      return visited;
    }
    String operator = escaped.getOperator().getName();
    String name =
        operator.substring(PREFIX.length(), operator.length() - 1).toUpperCase(Locale.ROOT);
    SqlOperator function =
        name.equals(DAY_OF_WEEK) ? unresolved(name, escaped) : new SqlJdbcFunctionCall(name);
    return function.createCall(escaped.getParserPosition(), escaped.getOperandList());
  }

  private static SqlOperator unresolved(String name, SqlCall call) {
    return new SqlUnresolvedFunction(
        new SqlIdentifier(name, call.getParserPosition()),
        null,
        null,
        null,
        null,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }
}

package io.azof.sql.parse;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The time of a time clause: a string, date or timestamp taken as an event time. It stands only
 * around the expression of a time clause and users cannot call it.
 */
public final class EventTimeOperator extends SqlFunction {
  public static final EventTimeOperator INSTANCE = new EventTimeOperator();

  private EventTimeOperator() {
    super(
        "AS OF",
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 3),
        null,
        OperandTypes.ANY,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }

  /** The expression as an event time, at the position of the expression. */
  public static SqlCall of(SqlNode expression) {
    return INSTANCE.createCall(expression.getParserPosition(), expression);
  }
}

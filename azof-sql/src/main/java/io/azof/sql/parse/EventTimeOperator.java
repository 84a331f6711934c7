package io.azof.sql.parse;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * The time of a time clause: a text, date or timestamp taken as an event time. It stands only
 * around the expression of a time clause; users cannot call it.
 */
public final class EventTimeOperator extends SqlSpecialOperator {
  public static final EventTimeOperator INSTANCE = new EventTimeOperator();

  private EventTimeOperator() {
    super(
        "AS OF",
        SqlKind.OTHER,
        0,
        true,
        ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 3),
        null,
        OperandTypes.ANY);
  }

  /** The expression as an event time, at the position of the expression. */
  public static SqlCall of(SqlNode expression) {
    return INSTANCE.createCall(expression.getParserPosition(), expression);
  }

  /** Calcite compares expressions by their text. */
  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    call.operand(0).unparse(writer, leftPrec, rightPrec);
  }

  /** A timestamp, whatever the expression is: what it may be is the validator's business. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    validator.deriveType(scope, call.operand(0));
    return validator.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, 3);
  }
}

package io.azof.sql.function;

import io.azof.sql.parse.SqlFault;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.validate.SqlValidator;

/** Another way to write something of SQL; it is rewritten as that before types are known. */
final class RewrittenFunction extends SqlFunction {
  private final Rewriting rewriting;
  private final SqlOperandCountRange counts;

  /** What is written instead of a call with these arguments. */
  @FunctionalInterface
  interface Rewriting {
    SqlNode of(SqlParserPos position, List<SqlNode> arguments);
  }

  /**
   * @param max how many arguments it can have; less than 0 when there is no limit
   */
  RewrittenFunction(String name, int min, int max, Rewriting rewriting) {
    super(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.ARG0,
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.counts =
        max < 0 ? SqlOperandCountRanges.from(min) : SqlOperandCountRanges.between(min, max);
    this.rewriting = rewriting;
  }

  @Override
  public SqlNode rewriteCall(SqlValidator validator, SqlCall call) {
    if (!counts.isValidCount(call.operandCount())) {
      throw SqlFault.invalid(
          call.getParserPosition(),
          getName()
              + " takes "
              + (counts.getMax() < 0 ? "at least " : "")
              + (counts.getMin() == counts.getMax() || counts.getMax() < 0
                  ? counts.getMin()
                  : counts.getMin() + " to " + counts.getMax())
              + " arguments, not "
              + call.operandCount());
    }
    SqlNode rewritten = rewriting.of(call.getParserPosition(), call.getOperandList());
    return rewritten instanceof SqlCall other
        ? other.getOperator().rewriteCall(validator, other)
        : rewritten;
  }
}

package io.azof.sql.plan;

import io.azof.sql.function.Functions;
import io.azof.sql.parse.SqlFault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/** Calcite's conversion of calls, but for those that the engine computes better as they are. */
final class FunctionConversion implements SqlRexConvertletTable {
  static final FunctionConversion INSTANCE = new FunctionConversion();

  /** Calcite would write them as sums of squares, which lose digits. */
  private static final Set<String> STATISTICS =
      Set.of(
          "AVG",
          "STDDEV",
          "STDDEV_POP",
          "STDDEV_SAMP",
          "VARIANCE",
          "VAR_POP",
          "VAR_SAMP",
          "COVAR_POP",
          "COVAR_SAMP",
          "REGR_SXX",
          "REGR_SYY");

  private static final Set<String> SUBSTRINGS = Set.of("SUBSTRING", "SUBSTR");

  private FunctionConversion() {}

  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    if (call.getOperator() instanceof SqlAggFunction function
        && STATISTICS.contains(function.getName())) {
      return (context, aggregate) ->
          StandardConvertletTable.INSTANCE.convertAggregateFunction(context, function, aggregate);
    }
    if (call.getOperator() == SqlStdOperatorTable.TIMESTAMP_DIFF) {
      return FunctionConversion::timestampDiff;
    }
    if (SUBSTRINGS.contains(call.getOperator().getName())) {
      return FunctionConversion::substring;
    }
    SqlRexConvertlet conversion = Functions.conversion(call);
    return conversion == null ? StandardConvertletTable.INSTANCE.get(call) : conversion;
  }

  /** Counts from before the first character as SQL does, which the engine counts from the end. */
  private static RexNode substring(SqlRexContext context, SqlCall call) {
    RexBuilder rex = context.getRexBuilder();
    List<RexNode> operands = new ArrayList<>();
    call.getOperandList().forEach(operand -> operands.add(context.convertExpression(operand)));
    if (SqlTypeUtil.isBinary(operands.get(0).getType())) {
      throw SqlFault.unsupported(
          call.getParserPosition(), "SUBSTRING of a binary value is not supported yet");
    }
    RexNode from = operands.get(1);
    RexNode zero = rex.makeExactLiteral(BigDecimal.ZERO);
    RexNode one = rex.makeExactLiteral(BigDecimal.ONE);
    operands.set(1, orIfLess(rex, from, one, one, from));
    if (operands.size() > 2) {
      RexNode length = operands.get(2);
      RexNode end = rex.makeCall(SqlStdOperatorTable.PLUS, from, length);
      RexNode left = rex.makeCall(SqlStdOperatorTable.MINUS, end, one);
      RexNode kept = orIfLess(rex, from, one, left, length);
      operands.set(2, orIfLess(rex, kept, zero, zero, kept));
    }
    return rex.makeCall(
        context.getValidator().getValidatedNodeType(call), call.getOperator(), operands);
  }

  private static RexNode orIfLess(
      RexBuilder rex, RexNode value, RexNode least, RexNode ifLess, RexNode otherwise) {
    if (value instanceof RexLiteral literal && !literal.isNull()) {
      int place = RexLiteral.intValue(literal);
      return place < RexLiteral.intValue(least) ? ifLess : otherwise;
    }
    return rex.makeCall(
        SqlStdOperatorTable.CASE,
        rex.makeCall(SqlStdOperatorTable.LESS_THAN, value, least),
        ifLess,
        otherwise);
  }

  /** Keeps TIMESTAMPDIFF(unit, from, to), with the unit as a literal. */
  private static RexNode timestampDiff(SqlRexContext context, SqlCall call) {
    TimeUnit unit = TimeUnits.of(call.operand(0), context.getValidator());
    RexBuilder rex = context.getRexBuilder();
    return rex.makeCall(
        context.getValidator().getValidatedNodeType(call),
        SqlStdOperatorTable.TIMESTAMP_DIFF,
        List.of(
            rex.makeLiteral(unit.name()),
            context.convertExpression(call.operand(1)),
            context.convertExpression(call.operand(2))));
  }
}

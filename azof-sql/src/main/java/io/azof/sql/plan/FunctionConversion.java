package io.azof.sql.plan;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
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
    return StandardConvertletTable.INSTANCE.get(call);
  }

  /** Keeps TIMESTAMPDIFF(unit, from, to), with the unit as a literal. */
  private static RexNode timestampDiff(SqlRexContext context, SqlCall call) {
    SqlIntervalQualifier unit = call.operand(0);
    RexBuilder rex = context.getRexBuilder();
    return rex.makeCall(
        context.getValidator().getValidatedNodeType(call),
        SqlStdOperatorTable.TIMESTAMP_DIFF,
        List.of(
            rex.makeLiteral(unit.getUnit().name()),
            context.convertExpression(call.operand(1)),
            context.convertExpression(call.operand(2))));
  }
}

package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.parse.EventTimeOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.jspecify.annotations.Nullable;

/** The functions and operators of queries: those whose results the engine computes as SQL says. */
final class SupportedOperators {
  private static final Set<String> FUNCTIONS =
      Set.of(
          // numbers
          "ABS",
          "ACOS",
          "ASIN",
          "ATAN",
          "ATAN2",
          "CBRT",
          "CEIL",
          "COS",
          "COT",
          "DEGREES",
          "EXP",
          "FLOOR",
          "LN",
          "LOG10",
          "MOD",
          "PI",
          "POWER",
          "RADIANS",
          "ROUND",
          "SIGN",
          "SIN",
          "SQRT",
          "TAN",
          "TRUNCATE",
          // texts
          "ASCII",
          "CHARACTER_LENGTH",
          "CHAR_LENGTH",
          "CHR",
          "CONCAT",
          "CONCAT_WS",
          "LEFT",
          "LENGTH",
          "LOWER",
          "LPAD",
          "LTRIM",
          "MD5",
          "POSITION",
          "REPEAT",
          "REPLACE",
          "RIGHT",
          "RPAD",
          "RTRIM",
          "SPLIT_PART",
          "STARTS_WITH",
          "STRPOS",
          "SUBSTR",
          "SUBSTRING",
          "TRIM",
          "UPPER",
          // times
          "CURRENT_DATE",
          "CURRENT_TIME",
          "CURRENT_TIMESTAMP",
          "DAYOFMONTH",
          "DAYOFYEAR",
          "EXTRACT",
          "HOUR",
          "LAST_DAY",
          "LOCALTIME",
          "LOCALTIMESTAMP",
          "MINUTE",
          "MONTH",
          "QUARTER",
          "SECOND",
          "TIMESTAMPADD",
          "TIMESTAMPDIFF",
          "WEEK",
          "YEAR",
          // any type
          "CAST",
          "COALESCE",
          "GREATEST",
          "LEAST",
          "NULLIF",
          // aggregates
          "$SUM0",
          "ANY_VALUE",
          "APPROX_COUNT_DISTINCT",
          "ARG_MAX",
          "ARG_MIN",
          "AVG",
          "BIT_AND",
          "BIT_OR",
          "BIT_XOR",
          "BOOL_AND",
          "BOOL_OR",
          "COUNT",
          "COVAR_POP",
          "COVAR_SAMP",
          "EVERY",
          "GROUPING",
          "GROUPING_ID",
          "LISTAGG",
          "MAX",
          "MIN",
          "MODE",
          "REGR_COUNT",
          "REGR_SXX",
          "REGR_SYY",
          "SINGLE_VALUE",
          "SOME",
          "STDDEV",
          "STDDEV_POP",
          "STDDEV_SAMP",
          "STRING_AGG",
          "SUM",
          "VARIANCE",
          "VAR_POP",
          "VAR_SAMP",
          // windows
          "CUME_DIST",
          "DENSE_RANK",
          "FIRST_VALUE",
          "LAG",
          "LAST_VALUE",
          "LEAD",
          "NTH_VALUE",
          "NTILE",
          "PERCENT_RANK",
          "RANK",
          "ROW_NUMBER");

  private static final Set<String> OPERATORS =
      Set.of(
          "%",
          "*",
          "+",
          "-",
          "/",
          "/INT",
          "<",
          "<=",
          "<>",
          "=",
          ">",
          ">=",
          "AND",
          "OR",
          "NOT",
          "BETWEEN SYMMETRIC",
          "BETWEEN ASYMMETRIC",
          "CASE",
          "ILIKE",
          "IN",
          "IS DISTINCT FROM",
          "IS FALSE",
          "IS NOT DISTINCT FROM",
          "IS NOT FALSE",
          "IS NOT NULL",
          "IS NOT TRUE",
          "IS NOT UNKNOWN",
          "IS NULL",
          "IS TRUE",
          "IS UNKNOWN",
          "LIKE",
          "NOT ILIKE",
          "NOT IN",
          "NOT LIKE",
          "SEARCH",
          "||");

  /** For the validator: the functions above, and every operator that has a syntax of its own. */
  static final SqlOperatorTable TABLE = SqlOperatorTables.chain(SqlOperatorTables.of(known()));

  private SupportedOperators() {}

  private static List<SqlOperator> known() {
    List<SqlOperator> known =
        new ArrayList<>(List.of(CurrentTime.CURRENT_TIMESTAMP, CurrentTime.LOCALTIMESTAMP));
    Set<String> own = Set.of("CURRENT_TIMESTAMP", "LOCALTIMESTAMP");
    SqlOperatorTable libraries =
        SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
            SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL);
    for (SqlOperator operator : libraries.getOperatorList()) {
      boolean supported =
          !(operator instanceof SqlFunction) || FUNCTIONS.contains(operator.getName());
      if (supported && !own.contains(operator.getName())) {
        known.add(operator);
      }
    }
    return known;
  }

  /**
   * Requires that the engine is asked for nothing that it does not do.
   *
   * @throws AzofException {@code UNSUPPORTED}, naming the function
   */
  static void require(RelNode plan) {
    new RelVisitor() {
      @Override
      public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
        node.accept(new Calls());
        if (node instanceof Aggregate aggregate) {
          for (AggregateCall call : aggregate.getAggCallList()) {
            require(call.getAggregation());
          }
        }
        super.visit(node, ordinal, parent);
      }
    }.go(plan);
  }

  private static void require(SqlOperator operator) {
    String name = operator.getName();
    if (!FUNCTIONS.contains(name) && !OPERATORS.contains(name)) {
      throw new AzofException(ErrorCode.UNSUPPORTED, name + " is not supported yet");
    }
  }

  private static final class Calls extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      if (!(call.getOperator() instanceof EventTimeOperator)) {
        require(call.getOperator());
      }
      return super.visitCall(call);
    }

    @Override
    public RexNode visitOver(RexOver over) {
      require(over.getAggOperator());
      return super.visitOver(over);
    }
  }
}

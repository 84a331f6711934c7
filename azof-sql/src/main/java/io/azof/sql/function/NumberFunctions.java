package io.azof.sql.function;

import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Functions of numbers. */
final class NumberFunctions {
  private NumberFunctions() {}

  static List<SqlOperator> all() {
    return List.of(
        ofDouble("ACOSH"),
        ofDouble("ASINH"),
        ofDouble("ATANH"),
        ofDouble("COSH"),
        ofDouble("SINH"),
        ofDouble("TANH"),
        EngineFunction.of("CBRT(number) double", "cbrt(CAST($1 AS DOUBLE))"),
        EngineFunction.of(
            "FACTORIAL(integer) bigint", "CAST(factorial(CAST($1 AS INTEGER)) AS BIGINT)"),
        EngineFunction.of("GCD(integer, integer) bigint", "CAST(gcd($1, $2) AS BIGINT)"),
        EngineFunction.of("LCM(integer, integer) bigint", "CAST(lcm($1, $2) AS BIGINT)"),
        EngineFunction.of("LOG(number) double", "log10(CAST($1 AS DOUBLE))"),
        EngineFunction.of(
            "LOG(number, number) double", "log(CAST($1 AS DOUBLE), CAST($2 AS DOUBLE))"),
        EngineFunction.of("LOG2(number) double", "log2(CAST($1 AS DOUBLE))"),
        EngineFunction.of(
            "WIDTH_BUCKET(number, number, number, integer) integer?",
            "CAST(CASE WHEN $2 < $3 THEN "
                + bucket("<", ">=")
                + " WHEN $2 > $3 THEN "
                + bucket(">", "<=")
                + " WHEN $2 = $3 THEN error('the bounds of WIDTH_BUCKET are equal') END AS"
                + " INTEGER)"),
        new RewrittenFunction("POW", 2, 2, SqlStdOperatorTable.POWER::createCall),
        new RewrittenFunction("TRUNC", 1, 2, SqlStdOperatorTable.TRUNCATE::createCall));
  }

  private static EngineFunction ofDouble(String name) {
    return EngineFunction.of(
        name + "(number) double", name.toLowerCase(Locale.ROOT) + "(CAST($1 AS DOUBLE))");
  }

  private static String bucket(String before, String beyond) {
    return "CASE WHEN $1 "
        + before
        + " $2 THEN 0 WHEN $1 "
        + beyond
        + " $3 THEN $4 + 1"
        + " ELSE floor(CAST($1 - $2 AS DOUBLE) / ($3 - $2) * $4) + 1 END";
  }
}

package io.azof.sql.function;

import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlPosixRegexOperator;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.jspecify.annotations.Nullable;

/** All functions of this package. */
public final class Functions {
  private static final List<SqlOperator> ALL =
      Stream.of(
              TextFunctions.all(),
              NumberFunctions.all(),
              TimeFunctions.all(),
              ConditionalFunctions.all(),
              Aggregates.all(),
              List.<SqlOperator>of(SqlLibraryOperators.SAFE_CAST, SqlLibraryOperators.TRY_CAST))
          .flatMap(List::stream)
          .toList();

  private Functions() {}

  /** The functions, of which several may have one name. */
  public static List<SqlOperator> all() {
    return ALL;
  }

  /** Whether a plan may hold it because of this package. */
  public static boolean isComputed(SqlOperator operator) {
    return operator instanceof EngineFunction
        || operator instanceof EngineAggregate
        || operator == Percentile.CONTINUOUS;
  }

  /** What a call becomes in a plan, when it is of a function or operator of this package. */
  public static @Nullable SqlRexConvertlet conversion(SqlCall call) {
    if (call.getOperator() instanceof ConvertedFunction function) {
      return function.conversion();
    }
    if (call.getOperator() instanceof SqlPosixRegexOperator || call.getKind() == SqlKind.SIMILAR) {
      return Patterns::convert;
    }
    return null;
  }
}

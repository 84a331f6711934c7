package io.azof.sql.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

/** What a parameter is where Calcite does not say: by the function and the place in it. */
final class ParameterTypes {
  private static final List<SqlTypeName> NUMBER = List.of(SqlTypeName.DOUBLE);
  private static final List<SqlTypeName> TIME = List.of(SqlTypeName.TIMESTAMP);
  private static final List<SqlTypeName> TEXT_AND_COUNT =
      List.of(SqlTypeName.VARCHAR, SqlTypeName.INTEGER);

  /** By name; the last type stands for all further arguments. */
  private static final Map<String, List<SqlTypeName>> OF_FUNCTIONS =
      Map.ofEntries(
          Map.entry("ABS", NUMBER),
          Map.entry("AVG", NUMBER),
          Map.entry("CEIL", NUMBER),
          Map.entry("CEILING", NUMBER),
          Map.entry("EXP", NUMBER),
          Map.entry("FLOOR", NUMBER),
          Map.entry("LN", NUMBER),
          Map.entry("LOG10", NUMBER),
          Map.entry("MEDIAN", NUMBER),
          Map.entry("MOD", List.of(SqlTypeName.BIGINT)),
          Map.entry("POWER", NUMBER),
          Map.entry("ROUND", List.of(SqlTypeName.DOUBLE, SqlTypeName.INTEGER)),
          Map.entry("SIGN", NUMBER),
          Map.entry("SQRT", NUMBER),
          Map.entry("SUM", NUMBER),
          Map.entry("TRUNCATE", List.of(SqlTypeName.DOUBLE, SqlTypeName.INTEGER)),
          Map.entry("||", List.of(SqlTypeName.VARCHAR)),
          Map.entry("CHR", List.of(SqlTypeName.INTEGER)),
          Map.entry("FOLLOWING", List.of(SqlTypeName.INTEGER)),
          Map.entry("PRECEDING", List.of(SqlTypeName.INTEGER)),
          Map.entry("LEFT", TEXT_AND_COUNT),
          Map.entry("LPAD", List.of(SqlTypeName.VARCHAR, SqlTypeName.INTEGER, SqlTypeName.VARCHAR)),
          Map.entry("REPEAT", TEXT_AND_COUNT),
          Map.entry("RIGHT", TEXT_AND_COUNT),
          Map.entry("RPAD", List.of(SqlTypeName.VARCHAR, SqlTypeName.INTEGER, SqlTypeName.VARCHAR)),
          Map.entry(
              "SPLIT_PART", List.of(SqlTypeName.VARCHAR, SqlTypeName.VARCHAR, SqlTypeName.INTEGER)),
          Map.entry("SUBSTR", TEXT_AND_COUNT),
          Map.entry("SUBSTRING", TEXT_AND_COUNT),
          Map.entry("DAYOFMONTH", TIME),
          Map.entry("DAYOFYEAR", TIME),
          Map.entry("EXTRACT", TIME),
          Map.entry("HOUR", TIME),
          Map.entry("LAST_DAY", TIME),
          Map.entry("MINUTE", TIME),
          Map.entry("MONTH", TIME),
          Map.entry("QUARTER", TIME),
          Map.entry("SECOND", TIME),
          Map.entry(
              "TIMESTAMPADD",
              List.of(SqlTypeName.INTEGER, SqlTypeName.INTEGER, SqlTypeName.TIMESTAMP)),
          Map.entry("TIMESTAMPDIFF", TIME),
          Map.entry("WEEK", TIME),
          Map.entry("YEAR", TIME),
          Map.entry("SAFE_CAST", List.of(SqlTypeName.VARCHAR)),
          Map.entry("TRY_CAST", List.of(SqlTypeName.VARCHAR)));

  private final RelDataTypeFactory types;

  ParameterTypes(RelDataTypeFactory types) {
    this.types = types;
  }

  /** The type of a parameter that is an argument of a call, where the call alone decides on it. */
  Optional<RelDataType> of(SqlCall call, int argument) {
    if (isArithmetic(call)) {
      return ofArithmetic(call, argument);
    }
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (argument == 1 && (name.equals("LAG") || name.equals("LEAD"))) {
      return Optional.of(nullable(SqlTypeName.INTEGER));
    }
    boolean rounded = call.getKind() == SqlKind.FLOOR && call.operandCount() == 2;
    List<SqlTypeName> known = rounded ? TIME : OF_FUNCTIONS.getOrDefault(name, List.of());
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(nullable(known.get(Math.min(argument, known.size() - 1))));
  }

  private static boolean isArithmetic(SqlCall call) {
    return switch (call.getKind()) {
      case PLUS, MINUS, TIMES, DIVIDE, MINUS_PREFIX, PLUS_PREFIX -> true;
      default -> false;
    };
  }

  /** Beside an interval it is a time, or how often it is taken; beside nothing known a number. */
  private Optional<RelDataType> ofArithmetic(SqlCall call, int argument) {
    SqlNode other = call.operandCount() == 1 ? call.operand(0) : call.operand(1 - argument);
    if (isInterval(other)) {
      boolean shifted = call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS;
      return Optional.of(nullable(shifted ? SqlTypeName.TIMESTAMP : SqlTypeName.INTEGER));
    }
    return other instanceof SqlDynamicParam
        ? Optional.of(nullable(SqlTypeName.DOUBLE))
        : Optional.empty();
  }

  private static boolean isInterval(SqlNode node) {
    if (node.getKind() == SqlKind.INTERVAL) {
      return true;
    }
    return node instanceof SqlIntervalLiteral
        || node instanceof SqlCall call
            && isArithmetic(call)
            && call.getOperandList().stream().anyMatch(ParameterTypes::isInterval)
            && call.getOperandList().stream()
                .allMatch(part -> isInterval(part) || part instanceof SqlNumericLiteral);
  }

  /**
   * The type of a parameter that stands beside something of a type: as wide as values of its kind
   * can be, so that none is cut.
   */
  RelDataType widened(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case CHAR, VARCHAR -> nullable(SqlTypeName.VARCHAR);
      case BINARY, VARBINARY -> nullable(SqlTypeName.VARBINARY);
      case TIMESTAMP -> nullable(SqlTypeName.TIMESTAMP);
      case TIME -> nullable(SqlTypeName.TIME);
      default -> types.createTypeWithNullability(type, true);
    };
  }

  private RelDataType nullable(SqlTypeName name) {
    return types.createTypeWithNullability(types.createSqlType(name), true);
  }
}

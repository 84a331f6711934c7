package io.azof.sql.function;

import io.azof.sql.parse.SqlFault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;

/** Functions of dates and times. */
final class TimeFunctions {
  private static final EngineFunction DIFFERENCE =
      EngineFunction.of(
          "DATEDIFF(text, time, time) bigint",
          "date_diff($1, CAST($2 AS TIMESTAMP), CAST($3 AS TIMESTAMP))");

  private static final EngineFunction FORMAT =
      EngineFunction.of("TO_CHAR(time, text) text", "strftime(CAST($1 AS TIMESTAMP), $2)");

  private static final EngineFunction TO_DATE =
      EngineFunction.of("TO_DATE(text, text) date", "CAST(strptime($1, $2) AS DATE)");

  private static final EngineFunction TO_TIMESTAMP =
      EngineFunction.of("TO_TIMESTAMP(text, text) timestamp", "strptime($1, $2)");

  /** Those of which the engine counts the bounds that lie between two times. */
  private static final Set<TimeUnit> OF_DIFFERENCE =
      Set.of(
          TimeUnit.YEAR,
          TimeUnit.QUARTER,
          TimeUnit.MONTH,
          TimeUnit.DAY,
          TimeUnit.HOUR,
          TimeUnit.MINUTE,
          TimeUnit.SECOND);

  private TimeFunctions() {}

  static List<SqlOperator> all() {
    return List.of(
        ConvertedFunction.of("DATE_PART(text, time) double", TimeFunctions::datePart),
        ConvertedFunction.of("DATE_TRUNC(text, time) timestamp", TimeFunctions::dateTrunc),
        ConvertedFunction.of("DATEDIFF(unit, time, time) bigint", TimeFunctions::dateDiff),
        new RewrittenFunction("DAY", 1, 1, SqlStdOperatorTable.DAYOFMONTH::createCall),
        new RewrittenFunction("DAYOFWEEK", 1, 1, TimeFunctions::dayOfWeek),
        new RewrittenFunction("DATE", 1, 1, TimeFunctions::castToDate),
        new RewrittenFunction("DATE_ADD", 2, 2, SqlStdOperatorTable.PLUS::createCall),
        EngineFunction.of("DAYNAME(time) text", "dayname($1)"),
        EngineFunction.of("MONTHNAME(time) text", "monthname($1)"),
        EngineFunction.of(
            "MAKE_DATE(integer, integer, integer) date", "CAST(make_date($1, $2, $3) AS DATE)"),
        EngineFunction.of(
            "MAKE_TIMESTAMP(integer, integer, integer, integer, integer, number) timestamp",
            "make_timestamp($1, $2, $3, $4, $5, CAST($6 AS DOUBLE))"),
        ConvertedFunction.of("TO_CHAR(time, text) text", formatted(FORMAT)),
        ConvertedFunction.of("TO_DATE(text, text) date", formatted(TO_DATE)),
        ConvertedFunction.of("TO_TIMESTAMP(text, text) timestamp", formatted(TO_TIMESTAMP)),
        EngineFunction.of(
            "TO_TIMESTAMP(number) timestamp",
            "make_timestamp(CAST(round(CAST($1 AS DOUBLE) * 1000000) AS BIGINT))"));
  }

  private static SqlNode castToDate(SqlParserPos position, List<SqlNode> arguments) {
    SqlDataTypeSpec date =
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.DATE, position), position);
    return SqlStdOperatorTable.CAST.createCall(position, arguments.get(0), date);
  }

  /** From 1, which is a Sunday, as ODBC and JDBC have it. */
  private static SqlNode dayOfWeek(SqlParserPos position, List<SqlNode> arguments) {
    SqlNode fromZero =
        SqlStdOperatorTable.EXTRACT.createCall(
            position, new SqlIntervalQualifier(TimeUnit.DOW, null, position), arguments.get(0));
    return SqlStdOperatorTable.PLUS.createCall(
        position, fromZero, SqlLiteral.createExactNumeric("1", position));
  }

  private static RexNode dateTrunc(SqlRexContext context, SqlCall call) {
    RexBuilder rex = context.getRexBuilder();
    TimeUnitRange unit = unit(call, call.operand(0));
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    RexNode time = rex.makeCast(type, context.convertExpression(call.operand(1)));
    return rex.makeCall(type, SqlStdOperatorTable.FLOOR, List.of(time, rex.makeFlag(unit)));
  }

  /** As PostgreSQL's it is a DOUBLE, and seconds have their fraction. */
  private static RexNode datePart(SqlRexContext context, SqlCall call) {
    RexBuilder rex = context.getRexBuilder();
    TimeUnitRange unit = unit(call, call.operand(0));
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    RexNode time = context.convertExpression(call.operand(1));
    boolean isSecond = unit == TimeUnitRange.SECOND;
    boolean isEpoch = unit == TimeUnitRange.EPOCH;
    RelDataType bigint =
        rex.getTypeFactory()
            .createTypeWithNullability(
                rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT), type.isNullable());
    RexNode part =
        rex.makeCall(
            isEpoch ? type : bigint,
            SqlStdOperatorTable.EXTRACT,
            List.of(rex.makeFlag(isSecond ? TimeUnitRange.MILLISECOND : unit), time));
    RexNode number = isEpoch ? part : rex.makeCast(type, part);
    return isSecond
        ? rex.makeCall(
            type,
            SqlStdOperatorTable.DIVIDE,
            List.of(number, rex.makeApproxLiteral(BigDecimal.valueOf(1_000))))
        : number;
  }

  private static RexNode dateDiff(SqlRexContext context, SqlCall call) {
    RexBuilder rex = context.getRexBuilder();
    SqlIntervalQualifier qualifier = call.operand(0);
    TimeUnit unit =
        qualifier.timeFrameName == null
            ? qualifier.getUnit()
            : context.getValidator().validateTimeFrame(qualifier).unit();
    if (unit == null || !OF_DIFFERENCE.contains(unit)) {
      throw SqlFault.unsupported(
          qualifier.getParserPosition(),
          "The unit "
              + qualifier
              + " of DATEDIFF is not supported; write year, quarter, month, day, hour, minute or"
              + " second");
    }
    return rex.makeCall(
        context.getValidator().getValidatedNodeType(call),
        DIFFERENCE,
        List.of(
            rex.makeLiteral(unit.name().toLowerCase(Locale.ROOT)),
            context.convertExpression(call.operand(1)),
            context.convertExpression(call.operand(2))));
  }

  /** A function whose second argument, a format, is written anew. */
  private static SqlRexConvertlet formatted(EngineFunction function) {
    return (context, call) -> {
      RexBuilder rex = context.getRexBuilder();
      List<RexNode> operands = new ArrayList<>();
      call.getOperandList().forEach(operand -> operands.add(context.convertExpression(operand)));
      SqlNode pattern = call.operand(1);
      operands.set(1, rex.makeLiteral(format(pattern, literal(call, pattern, "format"))));
      return rex.makeCall(context.getValidator().getValidatedNodeType(call), function, operands);
    };
  }

  private static String format(SqlNode at, String pattern) {
    try {
      return TimeFormat.of(pattern);
    } catch (IllegalArgumentException e) {
      throw SqlFault.unsupported(
          at.getParserPosition(),
          "The format \""
              + pattern
              + "\" is not supported from \""
              + e.getMessage()
              + "\" on; docs/SQL.md lists the patterns, and words stand in double quotes");
    }
  }

  private static TimeUnitRange unit(SqlCall call, SqlNode operand) {
    String text = literal(call, operand, "unit").toUpperCase(Locale.ROOT);
    String name = text.endsWith("S") ? text.substring(0, text.length() - 1) : text;
    return Arrays.stream(TimeUnitRange.values())
        .filter(unit -> unit.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                SqlFault.invalid(
                    operand.getParserPosition(),
                    "There is no unit \""
                        + text.toLowerCase(Locale.ROOT)
                        + "\" of "
                        + call.getOperator().getName()
                        + "; write year, quarter, month, week, day, hour, minute or second"));
  }

  private static String literal(SqlCall call, SqlNode operand, String what) {
    String text =
        operand instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR
            ? literal.getValueAs(String.class)
            : null;
    if (text == null) {
      throw SqlFault.unsupported(
          operand.getParserPosition(),
          "The " + what + " of " + call.getOperator().getName() + " must be written as a text");
    }
    return text;
  }
}

package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.sql.parse.SqlFault;
import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;

/** Holds functions of times to the units that the engine computes as PostgreSQL does. */
final class TimeUnits {
  private static final Set<TimeUnitRange> OF_EXTRACT =
      EnumSet.of(
          TimeUnitRange.MILLENNIUM,
          TimeUnitRange.CENTURY,
          TimeUnitRange.DECADE,
          TimeUnitRange.YEAR,
          TimeUnitRange.ISOYEAR,
          TimeUnitRange.QUARTER,
          TimeUnitRange.MONTH,
          TimeUnitRange.WEEK,
          TimeUnitRange.DAY,
          TimeUnitRange.DOW,
          TimeUnitRange.ISODOW,
          TimeUnitRange.DOY,
          TimeUnitRange.HOUR,
          TimeUnitRange.MINUTE,
          TimeUnitRange.SECOND,
          TimeUnitRange.MILLISECOND,
          TimeUnitRange.MICROSECOND,
          TimeUnitRange.EPOCH);

  private static final Set<TimeUnitRange> OF_FLOOR =
      EnumSet.of(
          TimeUnitRange.DECADE,
          TimeUnitRange.YEAR,
          TimeUnitRange.QUARTER,
          TimeUnitRange.MONTH,
          TimeUnitRange.WEEK,
          TimeUnitRange.DAY,
          TimeUnitRange.HOUR,
          TimeUnitRange.MINUTE,
          TimeUnitRange.SECOND,
          TimeUnitRange.MILLISECOND);

  private static final Set<TimeUnit> OF_ADDITION =
      EnumSet.of(
          TimeUnit.YEAR,
          TimeUnit.QUARTER,
          TimeUnit.MONTH,
          TimeUnit.WEEK,
          TimeUnit.DAY,
          TimeUnit.HOUR,
          TimeUnit.MINUTE,
          TimeUnit.SECOND);

  private TimeUnits() {}

  /** Requires that TIMESTAMPADD can add a unit. */
  static void requireAddable(SqlIntervalQualifier unit, SqlValidator validator) {
    TimeUnit named = of(unit, validator);
    if (!OF_ADDITION.contains(named)) {
      throw SqlFault.unsupported(
          unit.getParserPosition(), "The unit " + named + " of TIMESTAMPADD is not supported yet");
    }
  }

  /**
   * The unit that a function is given: a keyword, or a name such as {@code SQL_TSI_DAY}.
   *
   * @throws AzofException {@code SQL_INVALID} for a name of no unit
   */
  static TimeUnit of(SqlIntervalQualifier unit, SqlValidator validator) {
    if (unit.timeFrameName == null) {
      return unit.getUnit();
    }
    TimeUnit named = validator.validateTimeFrame(unit).unit();
    if (named == null) {
      throw SqlFault.invalid(unit.getParserPosition(), "There is no unit " + unit.timeFrameName);
    }
    return named;
  }

  /**
   * Requires that a call, if it is of a function with a unit, has one of those.
   *
   * @throws AzofException {@code UNSUPPORTED}, naming function and unit
   */
  static void require(RexCall call, CallPlaces places) {
    if (call.getOperator() == SqlStdOperatorTable.MINUS_DATE
        && SqlTypeName.YEAR_INTERVAL_TYPES.contains(call.getType().getSqlTypeName())
        && !isInterval(call.getOperands().get(1))) {
      throw places.unsupported(
          call.getOperator(), "A difference of times in months, but by TIMESTAMPDIFF,");
    }
    if (call.isA(SqlKind.REINTERPRET)
        || call.getOperator() == SqlStdOperatorTable.DIVIDE_INTEGER
        || call.isA(SqlKind.CAST) && isInterval(call.getOperands().get(0)) && !isInterval(call)) {
      throw places.unsupported(call.getOperator(), "CAST of an interval");
    }
    if (call.isA(SqlKind.EXTRACT)) {
      requireUnit("EXTRACT", call, 0, OF_EXTRACT, places);
      if (isInterval(call.getOperands().get(1))) {
        throw places.unsupported(call.getOperator(), "EXTRACT from an interval");
      }
    } else if (call.getOperands().size() > 1 && call.isA(SqlKind.CEIL)) {
      throw places.unsupported(call.getOperator(), "CEIL of a time");
    } else if (call.getOperands().size() > 1 && call.isA(SqlKind.FLOOR)) {
      requireUnit("FLOOR", call, 1, OF_FLOOR, places);
      if (call.getType().getSqlTypeName() == SqlTypeName.TIME) {
        throw places.unsupported(call.getOperator(), "FLOOR of a TIME");
      }
    }
  }

  private static boolean isInterval(RexNode value) {
    return SqlTypeName.INTERVAL_TYPES.contains(value.getType().getSqlTypeName());
  }

  private static void requireUnit(
      String function, RexCall call, int operand, Set<TimeUnitRange> units, CallPlaces places) {
    RexNode flag = call.getOperands().get(operand);
    TimeUnitRange unit = ((RexLiteral) flag).getValueAs(TimeUnitRange.class);
    if (unit == null || !units.contains(unit)) {
      throw places.unsupported(call.getOperator(), "The unit " + unit + " of " + function);
    }
  }
}

package io.azof.sql.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Puts the time of one execution in the place of CURRENT_TIMESTAMP and its kin. */
final class CurrentTime extends RexShuttle {
  /** As Calcite's own, but to the millisecond. */
  static final SqlFunction CURRENT_TIMESTAMP = milliseconds("CURRENT_TIMESTAMP");

  static final SqlFunction LOCALTIMESTAMP = milliseconds("LOCALTIMESTAMP");

  /** As PostgreSQL calls it, with parentheses. */
  static final SqlFunction NOW =
      new SqlFunction(
          "NOW",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 3),
          null,
          OperandTypes.NILADIC,
          SqlFunctionCategory.TIMEDATE);

  private final RexBuilder rex;
  private final LocalDateTime now;

  CurrentTime(RexBuilder rex, Instant now) {
    this.rex = rex;
    this.now = LocalDateTime.ofInstant(Instant.ofEpochMilli(now.toEpochMilli()), ZoneOffset.UTC);
  }

  private static SqlFunction milliseconds(String name) {
    return new SqlFunction(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 3),
        null,
        OperandTypes.or(OperandTypes.NILADIC, OperandTypes.POSITIVE_INTEGER_LITERAL),
        SqlFunctionCategory.TIMEDATE) {
      @Override
      public SqlSyntax getSyntax() {
        return SqlSyntax.FUNCTION_ID;
      }
    };
  }

  @Override
  public RexNode visitCall(RexCall call) {
    return switch (call.getOperator().getName()) {
      case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "NOW" ->
          rex.makeTimestampLiteral(timestamp(now), 3);
      case "CURRENT_DATE" -> rex.makeDateLiteral(date(now.toLocalDate()));
      case "CURRENT_TIME", "LOCALTIME" ->
          rex.makeTimeLiteral(
              TimeString.fromMillisOfDay((int) (now.toLocalTime().toNanoOfDay() / 1_000_000)),
              call.getType().getPrecision());
      default -> super.visitCall(call);
    };
  }

  static TimestampString timestamp(LocalDateTime time) {
    return TimestampString.fromMillisSinceEpoch(time.toInstant(ZoneOffset.UTC).toEpochMilli());
  }

  static DateString date(LocalDate date) {
    return DateString.fromDaysSinceEpoch(Math.toIntExact(date.toEpochDay()));
  }
}

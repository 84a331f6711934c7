package io.azof.sql.plan;

import io.azof.storage.model.EventTime;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;

/** Points in time that need no engine to be known, so that files can be chosen by them. */
final class ConstantTime {
  private static final long DAY_MILLIS = 86_400_000;

  /** Texts that the engine and {@link EventTime} read alike. */
  private static final Pattern PLAIN =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}([ T]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?)?");

  private ConstantTime() {}

  /**
   * A literal, the cast of one, or such a time and a number of days, hours or less, in epoch
   * milliseconds, rounded down; empty for all else.
   */
  static OptionalLong millis(RexNode expression) {
    if (expression instanceof RexLiteral literal) {
      return literal.isNull() ? OptionalLong.empty() : millis(literal);
    }
    if (expression.isA(SqlKind.CAST) && SqlTypeFamily.TIMESTAMP.contains(expression.getType())) {
      return millis(((RexCall) expression).getOperands().get(0));
    }
    boolean isSum = expression.isA(SqlKind.PLUS) || expression.isA(SqlKind.MINUS);
    if (!isSum || ((RexCall) expression).getOperands().size() != 2) {
      return OptionalLong.empty();
    }
    OptionalLong start = millis(((RexCall) expression).getOperands().get(0));
    OptionalLong length = lengthMillis(((RexCall) expression).getOperands().get(1));
    if (start.isEmpty() || length.isEmpty()) {
      return OptionalLong.empty();
    }
    long signed = expression.isA(SqlKind.PLUS) ? length.getAsLong() : -length.getAsLong();
    return OptionalLong.of(start.getAsLong() + signed);
  }

  private static OptionalLong millis(RexLiteral literal) {
    SqlTypeName type = literal.getType().getSqlTypeName();
    if (type == SqlTypeName.DATE) {
      DateString date = literal.getValueAs(DateString.class);
      return date == null
          ? OptionalLong.empty()
          : OptionalLong.of(date.getDaysSinceEpoch() * DAY_MILLIS);
    }
    if (type == SqlTypeName.TIMESTAMP) {
      TimestampString time = literal.getValueAs(TimestampString.class);
      return time == null ? OptionalLong.empty() : OptionalLong.of(time.getMillisSinceEpoch());
    }
    String text =
        SqlTypeFamily.CHARACTER.contains(literal.getType())
            ? literal.getValueAs(String.class)
            : null;
    return text != null && PLAIN.matcher(text).matches()
        ? OptionalLong.of(EventTime.parse(text.replace(' ', 'T')).epochMillis())
        : OptionalLong.empty();
  }

  private static OptionalLong lengthMillis(RexNode interval) {
    boolean isKnown =
        interval instanceof RexLiteral literal
            && !literal.isNull()
            && SqlTypeFamily.INTERVAL_DAY_TIME.contains(literal.getType());
    BigDecimal millis = isKnown ? ((RexLiteral) interval).getValueAs(BigDecimal.class) : null;
    return millis == null ? OptionalLong.empty() : OptionalLong.of(millis.longValue());
  }
}

package io.azof.sql.parse;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;

/**
 * Intervals whose units stand in the text, as PostgreSQL writes them: {@code INTERVAL '1 day 2
 * hours'}. Such an interval is of months, of whole days, or else of seconds.
 */
public final class IntervalText {
  private static final Pattern PART =
      Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*([a-z]+)\\s*");
  private static final int DIGITS_MAX = 10;
  private static final int FRACTION_DIGITS = 3;
  private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

  private static final Map<String, BigDecimal> MONTHS =
      Map.of(
          "year",
          BigDecimal.valueOf(12),
          "quarter",
          BigDecimal.valueOf(3),
          "month",
          BigDecimal.ONE,
          "mon",
          BigDecimal.ONE);

  private static final Map<String, BigDecimal> SECONDS =
      Map.of(
          "week",
          DAY.multiply(BigDecimal.valueOf(7)),
          "day",
          DAY,
          "hour",
          BigDecimal.valueOf(3_600),
          "minute",
          BigDecimal.valueOf(60),
          "min",
          BigDecimal.valueOf(60),
          "second",
          BigDecimal.ONE,
          "sec",
          BigDecimal.ONE,
          "millisecond",
          new BigDecimal("0.001"));

  private final SqlParserPos position;
  private final String text;
  private BigDecimal months = BigDecimal.ZERO;
  private BigDecimal seconds = BigDecimal.ZERO;

  private IntervalText(SqlParserPos position, String text) {
    this.position = position;
    this.text = text;
  }

  /**
   * The unit of an interval that names none after its text.
   *
   * @throws io.azof.error.AzofException {@code SQL_INVALID} when there is none in the text either
   */
  public static SqlIntervalQualifier unit(String text, SqlParserPos position) {
    return read(text, position).unit();
  }

  /** The literal of a text, of which the unit is known. */
  public static SqlIntervalLiteral literal(
      SqlParserPos position, int sign, String text, SqlIntervalQualifier unit) {
    boolean hasUnits = text.chars().anyMatch(Character::isLetter);
    return SqlParserUtil.parseIntervalLiteral(
        position, sign, hasUnits ? read(text, position).amount() : text, unit);
  }

  private static IntervalText read(String text, SqlParserPos position) {
    IntervalText interval = new IntervalText(position, text);
    Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      interval.add(new BigDecimal(part.group(1)), part.group(2));
      end = part.end();
    }
    if (end == 0 || end < text.length()) {
      throw interval.unreadable();
    }
    if (interval.months.signum() != 0 && interval.seconds.signum() != 0) {
      throw SqlFault.unsupported(
          position,
          "The interval \""
              + text
              + "\" has months and days; add one interval of months and one of days instead");
    }
    return interval;
  }

  private void add(BigDecimal amount, String name) {
    String unit =
        name.length() > 1 && name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    if (MONTHS.containsKey(unit)) {
      months = months.add(amount.multiply(MONTHS.get(unit)));
    } else if (SECONDS.containsKey(unit)) {
      seconds = seconds.add(amount.multiply(SECONDS.get(unit)));
    } else {
      throw unreadable();
    }
  }

  private RuntimeException unreadable() {
    return SqlFault.invalid(
        position,
        "Cannot read \""
            + text
            + "\" as an interval; write INTERVAL '1' DAY or INTERVAL '1 day', with the units year,"
            + " quarter, month, week, day, hour, minute, second or millisecond");
  }

  private SqlIntervalQualifier unit() {
    if (months.signum() != 0) {
      return new SqlIntervalQualifier(TimeUnit.MONTH, DIGITS_MAX, null, FRACTION_DIGITS, position);
    }
    TimeUnit unit = isWholeDays() ? TimeUnit.DAY : TimeUnit.SECOND;
    return new SqlIntervalQualifier(unit, DIGITS_MAX, null, FRACTION_DIGITS, position);
  }

  private String amount() {
    if (months.signum() != 0) {
      return months.stripTrailingZeros().toPlainString();
    }
    BigDecimal amount = isWholeDays() ? seconds.divide(DAY) : seconds;
    return amount.stripTrailingZeros().toPlainString();
  }

  private boolean isWholeDays() {
    return seconds.remainder(DAY).signum() == 0;
  }
}

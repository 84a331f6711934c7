package io.azof.storage.model;

import io.azof.error.AzofException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Values of columns as text, in the form that CSV files have: docs/FORMAT.md, Values as text. */
public final class ValueText {
  /** In ASCII only: {@link Long#parseLong} knows the digits of all scripts. */
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,6})?");

  private ValueText() {}

  /**
   * Reads a text as a value of a type.
   *
   * @return String, Long, Boolean, EventTime, Double, BigDecimal with the scale of the type,
   *     LocalDate or byte[]
   * @throws IllegalArgumentException when it is no such value, with the reason as the predicate of
   *     a sentence about the text
   */
  public static Object parse(ColumnType type, String text) {
    return switch (type.kind()) {
      case STRING -> text;
      case INT -> integer(text);
      case BOOLEAN -> isTrue(text);
      case DATE_TIME -> time(text);
      case DOUBLE -> floatingPoint(text);
      case DECIMAL -> decimal(type, text);
      case DATE -> date(text);
      case BINARY -> bytes(text);
    };
  }

  private static long integer(String text) {
    if (!INTEGER.matcher(text).matches()) {
      throw refused("cannot be read as an integer", text);
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw refused("is an integer of more than 64 bits", text);
    }
  }

  private static boolean isTrue(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused("is neither true nor false", text);
    };
  }

  private static EventTime time(String text) {
    try {
      return EventTime.parse(text);
    } catch (AzofException e) {
      throw refused("cannot be read as an ISO-8601 time", text);
    }
  }

  private static double floatingPoint(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> finite(text);
    };
  }

  private static double finite(String text) {
    requireNumber(text);
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw refused("is a number beyond the range of doubles", text);
    }
    return value;
  }

  private static BigDecimal decimal(ColumnType type, String text) {
    requireNumber(text);
    BigDecimal shortest = new BigDecimal(text).stripTrailingZeros();
    if (shortest.signum() == 0) {
      return BigDecimal.ZERO.setScale(type.scale());
    }
    long digitsBeforePoint = (long) shortest.precision() - shortest.scale();
    if (shortest.scale() > type.scale() || digitsBeforePoint > type.precision() - type.scale()) {
      throw refused("does not fit in " + type, text);
    }
    return shortest.setScale(type.scale());
  }

  private static void requireNumber(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw refused("cannot be read as a number", text);
    }
  }

  private static LocalDate date(String text) {
    try {
      if (text.length() == "2019-01-17".length()) {
        return LocalDate.parse(text, DateTimeFormatter.ISO_LOCAL_DATE);
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw refused("cannot be read as a date such as 2019-01-17", text);
  }

  private static byte[] bytes(String text) {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw refused(
          "cannot be read as bytes, which are written as pairs of hexadecimal digits", text);
    }
  }

  private static IllegalArgumentException refused(String reason, String text) {
    return new IllegalArgumentException(reason + ": \"" + text + "\"");
  }
}

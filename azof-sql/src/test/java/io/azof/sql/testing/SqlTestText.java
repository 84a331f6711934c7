package io.azof.sql.testing;

import io.azof.storage.model.EventTime;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Values, types and parameters as the test files write them. */
public final class SqlTestText {
  private SqlTestText() {}

  /**
   * A value of a result.
   *
   * @param value Boolean, an integer, Double, BigDecimal, String, Instant, LocalDate, LocalTime,
   *     byte[] or null
   */
  public static String value(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return EventTime.of(instant).toString();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof LocalTime time) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return String.valueOf(value);
  }

  /** The type of a column: {@code int64 not null}. */
  public static String type(Field field) {
    String name = field.getType().toString().toLowerCase(Locale.ROOT).replace(", true", "");
    return field.isNullable() ? name : name + " not null";
  }

  /**
   * A parameter: {@code null}, {@code true}, {@code 12}, {@code 1.5}, {@code 'text'}, or a time.
   */
  static @Nullable Object parameter(String text) {
    if (text.equals("null")) {
      return null;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (text.startsWith("'")) {
      return text.substring(1, text.length() - 1);
    }
    String[] words = text.split(" ", 2);
    return switch (words[0]) {
      case "date" -> LocalDate.parse(words[1]);
      case "time" -> LocalTime.parse(words[1]);
      case "timestamp" -> Instant.parse(words[1]);
      default -> text.contains(".") ? (Object) Double.valueOf(text) : Long.valueOf(text);
    };
  }
}

package io.azof.storage.model;

import io.azof.error.AzofException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a column has in rows that say nothing of it: docs/FORMAT.md, Columns. */
public final class DefaultValue {
  private DefaultValue() {}

  /**
   * The value that the column's default stands for.
   *
   * @return String for String, Long for Int, Boolean, EventTime for DateTime, Double, BigDecimal of
   *     the type's scale for Decimal, LocalDate for Date, byte[] for Binary; null for null
   * @throws IllegalArgumentException when the text is no value of the type
   */
  public static @Nullable Object of(Column column) {
    String text = column.defaultValue();
    if (text == null) {
      return null;
    }
    try {
      return value(column.type(), text);
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException | AzofException e) {
      throw new IllegalArgumentException(
          "the default \"" + text + "\" of column \"" + column.name() + "\" is no " + column.type(),
          e);
    }
  }

  private static Object value(ColumnType type, String text) {
    return switch (type.kind()) {
      case STRING -> text;
      case INT -> Long.parseLong(text);
      case BOOLEAN -> isTrue(text);
      case DATE_TIME -> EventTime.parse(text);
      case DOUBLE -> Double.parseDouble(text);
      case DECIMAL -> decimal(type, text);
      case DATE -> LocalDate.parse(text);
      case BINARY -> HexFormat.of().parseHex(text);
    };
  }

  private static boolean isTrue(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static BigDecimal decimal(ColumnType type, String text) {
    BigDecimal exact = new BigDecimal(text).setScale(type.scale());
    if (exact.precision() > type.precision()) {
      throw new IllegalArgumentException("too many digits");
    }
    return exact;
  }
}

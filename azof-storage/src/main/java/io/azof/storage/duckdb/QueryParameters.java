package io.azof.storage.duckdb;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The values of a query's question marks. */
final class QueryParameters {
  private static final int DECIMAL_DIGITS_MAX = 38;

  private QueryParameters() {}

  /**
   * The value as the driver takes it.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for a decimal of too many digits, {@code
   *     UNSUPPORTED} for a type that is not known
   */
  static @Nullable Object bound(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal(decimal);
    }
    if (value == null
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Double
        || value instanceof String
        || value instanceof LocalDate
        || value instanceof LocalTime
        || value instanceof byte[]) {
      return value;
    }
    throw new AzofException(
        ErrorCode.UNSUPPORTED,
        "A parameter cannot be a " + value.getClass().getSimpleName() + ": " + value);
  }

  /** The driver would make a null of a decimal that is too long, and fails on a negative scale. */
  private static BigDecimal decimal(BigDecimal decimal) {
    BigDecimal plain = decimal.scale() < 0 ? decimal.setScale(0) : decimal;
    if (Math.max(plain.precision(), plain.scale()) > DECIMAL_DIGITS_MAX) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The parameter " + decimal + " has more than " + DECIMAL_DIGITS_MAX + " digits");
    }
    return plain;
  }
}

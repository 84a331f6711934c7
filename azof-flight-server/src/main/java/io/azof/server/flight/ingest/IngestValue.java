package io.azof.server.flight.ingest;

import io.azof.error.AzofException;
import io.azof.storage.model.EventTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Plain values into the vectors of a table's columns, where nothing is lost by it. */
final class IngestValue {
  private IngestValue() {}

  /** A key: of a whole number, a day or a truth its text; anything else as it is. */
  static @Nullable Object keyText(@Nullable Object value) {
    return value instanceof Long || value instanceof LocalDate || value instanceof Boolean
        ? value.toString()
        : value;
  }

  /**
   * Sets a value.
   *
   * @param value as {@link io.azof.server.flight.parameter.ParameterValue} gives it
   * @return false when it does not fit
   */
  static boolean set(FieldVector target, int row, @Nullable Object value) {
    if (value == null) {
      target.setNull(row);
      return true;
    }
    if (target instanceof VarCharVector texts) {
      return value instanceof String text
          && done(() -> texts.setSafe(row, text.getBytes(StandardCharsets.UTF_8)));
    }
    if (target instanceof BigIntVector integers) {
      OptionalLong number = whole(value);
      return number.isPresent() && done(() -> integers.setSafe(row, number.getAsLong()));
    }
    if (target instanceof Float8Vector doubles) {
      return value instanceof Number number
          && done(() -> doubles.setSafe(row, number.doubleValue()));
    }
    if (target instanceof TimeStampMilliTZVector times) {
      OptionalLong millis = millis(value);
      return millis.isPresent() && done(() -> times.setSafe(row, millis.getAsLong()));
    }
    if (target instanceof BitVector flags) {
      return value instanceof Boolean flag && done(() -> flags.setSafe(row, flag ? 1 : 0));
    }
    if (target instanceof DateDayVector dates) {
      LocalDate date = day(value);
      return date != null && done(() -> dates.setSafe(row, Math.toIntExact(date.toEpochDay())));
    }
    if (target instanceof DecimalVector decimals) {
      return value instanceof Number number && setDecimal(decimals, row, number);
    }
    return target instanceof VarBinaryVector bytes
        && value instanceof byte[] given
        && done(() -> bytes.setSafe(row, given));
  }

  private static boolean done(Runnable set) {
    set.run();
    return true;
  }

  /** A whole number, also one that came as a double because others of its column are missing. */
  private static OptionalLong whole(Object value) {
    if (value instanceof Long number) {
      return OptionalLong.of(number);
    }
    try {
      return value instanceof Number number
          ? OptionalLong.of(decimal(number).longValueExact())
          : OptionalLong.empty();
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static BigDecimal decimal(Number number) {
    return number instanceof BigDecimal decimal
        ? decimal
        : number instanceof Long whole
            ? BigDecimal.valueOf(whole)
            : BigDecimal.valueOf(number.doubleValue());
  }

  private static boolean setDecimal(DecimalVector decimals, int row, Number number) {
    try {
      BigDecimal scaled = decimal(number).setScale(decimals.getScale(), RoundingMode.HALF_UP);
      return scaled.precision() <= decimals.getPrecision()
          && done(() -> decimals.setSafe(row, scaled));
    } catch (NumberFormatException e) {
      return false; // not a number, or infinite
    }
  }

  private static OptionalLong millis(Object value) {
    if (value instanceof Instant time) {
      return OptionalLong.of(EventTime.of(time).epochMillis());
    }
    if (value instanceof LocalDate date) {
      Instant begin = date.atStartOfDay().toInstant(ZoneOffset.UTC);
      return OptionalLong.of(EventTime.of(begin).epochMillis());
    }
    try {
      return value instanceof String text
          ? OptionalLong.of(EventTime.parse(text).epochMillis())
          : OptionalLong.empty();
    } catch (AzofException e) {
      return OptionalLong.empty();
    }
  }

  /** A day, also one that came as its first moment; null for anything else. */
  private static @Nullable LocalDate day(Object value) {
    if (value instanceof Instant time) {
      boolean isMidnight = time.atOffset(ZoneOffset.UTC).toLocalTime().equals(LocalTime.MIDNIGHT);
      return isMidnight ? time.atOffset(ZoneOffset.UTC).toLocalDate() : null;
    }
    return value instanceof LocalDate date ? date : null;
  }
}

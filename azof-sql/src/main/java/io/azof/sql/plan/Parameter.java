package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.EventTime;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * One {@code ?} of a statement.
 *
 * @param ordinal its place among them, from 1
 * @param type what it is by its context
 */
record Parameter(int ordinal, RelDataType type) {

  /** What a client binds: nullable, and the widest type of its kind. */
  Field field() {
    return Field.nullable("?" + ordinal, arrowType());
  }

  private ArrowType arrowType() {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case TINYINT, SMALLINT, INTEGER, BIGINT -> new ArrowType.Int(64, true);
      case FLOAT, REAL, DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case DECIMAL -> new ArrowType.Decimal(type.getPrecision(), type.getScale(), 128);
      case BINARY, VARBINARY -> ArrowType.Binary.INSTANCE;
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME -> new ArrowType.Time(TimeUnit.MILLISECOND, 32);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");
      default -> ArrowType.Utf8.INSTANCE;
    };
  }

  /**
   * A bound value as Calcite's literals hold it.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for a value that is not of this parameter's type
   */
  @Nullable Object literal(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    try {
      return switch (type.getSqlTypeName()) {
        case BOOLEAN -> bool(value);
        case TINYINT -> integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
        case SMALLINT -> integer(value, Short.MIN_VALUE, Short.MAX_VALUE);
        case INTEGER -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        case BIGINT -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE);
        case FLOAT, REAL, DOUBLE -> number(value);
        case DECIMAL -> number(value).setScale(type.getScale());
        case BINARY, VARBINARY -> new ByteString((byte[]) value);
        case DATE -> date(value);
        case TIME -> time(value);
        case TIMESTAMP -> timestamp(value);
        default -> new NlsString(text(value), StandardCharsets.UTF_8.name(), null);
      };
    } catch (ClassCastException | ArithmeticException | NumberFormatException e) {
      throw unfit(value, e);
    } catch (DateTimeException | AzofException e) {
      throw unfit(value, e);
    }
  }

  private static Boolean bool(Object value) {
    if (value instanceof String text) {
      if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
        return text.equalsIgnoreCase("true");
      }
      throw new ClassCastException("no Boolean");
    }
    return (Boolean) value;
  }

  private static BigDecimal integer(Object value, long min, long max) {
    BigDecimal number = number(value);
    long integer = number.longValueExact();
    if (integer < min || integer > max) {
      throw new ArithmeticException("out of range");
    }
    return number;
  }

  private static BigDecimal number(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Double || value instanceof Float) {
      return BigDecimal.valueOf(((Number) value).doubleValue());
    }
    if (value instanceof Number number) {
      return BigDecimal.valueOf(number.longValue());
    }
    return new BigDecimal(((String) value).strip());
  }

  private static DateString date(Object value) {
    LocalDate date = value instanceof String text ? LocalDate.parse(text.strip()) : dateOf(value);
    return DateString.fromDaysSinceEpoch(Math.toIntExact(date.toEpochDay()));
  }

  private static LocalDate dateOf(Object value) {
    return value instanceof Instant instant
        ? LocalDate.ofInstant(instant, ZoneOffset.UTC)
        : (LocalDate) value;
  }

  private static TimeString time(Object value) {
    LocalTime time = value instanceof String text ? LocalTime.parse(text) : (LocalTime) value;
    return TimeString.fromMillisOfDay((int) (time.toNanoOfDay() / 1_000_000));
  }

  private static TimestampString timestamp(Object value) {
    EventTime time;
    if (value instanceof String text) {
      time = EventTime.parse(text);
    } else if (value instanceof LocalDate date) {
      time = EventTime.of(date.atStartOfDay().toInstant(ZoneOffset.UTC));
    } else {
      time = EventTime.of((Instant) value);
    }
    return TimestampString.fromMillisSinceEpoch(time.epochMillis());
  }

  private static String text(Object value) {
    if (value instanceof byte[]) {
      throw new ClassCastException("no text");
    }
    return value.toString();
  }

  private AzofException unfit(Object value, Exception cause) {
    Function<Object, String> shown = v -> v instanceof byte[] ? "binary" : "\"" + v + "\"";
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "Parameter "
            + ordinal
            + " must be of type "
            + type.getSqlTypeName().getName()
            + ", but is "
            + shown.apply(value)
            + " ("
            + value.getClass().getSimpleName()
            + ")",
        cause);
  }
}

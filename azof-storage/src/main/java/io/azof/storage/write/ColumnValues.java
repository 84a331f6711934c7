package io.azof.storage.write;

import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;

/** Values of Java in columns of Arrow. */
final class ColumnValues {
  private ColumnValues() {}

  /**
   * Sets a value that is not null.
   *
   * @param vector of the Arrow type of the column type
   * @throws IllegalArgumentException when the value is none of the type
   */
  static void set(FieldVector vector, ColumnType type, int row, Object value) {
    switch (type.kind()) {
      case STRING -> ((VarCharVector) vector).setSafe(row, utf8(as(String.class, value)));
      case INT -> ((BigIntVector) vector).setSafe(row, integer(value));
      case BOOLEAN -> ((BitVector) vector).setSafe(row, as(Boolean.class, value) ? 1 : 0);
      case DATE_TIME -> ((TimeStampMilliTZVector) vector).setSafe(row, millis(value));
      case DOUBLE -> ((Float8Vector) vector).setSafe(row, as(Double.class, value));
      case DECIMAL -> ((DecimalVector) vector).setSafe(row, decimal(type, value));
      case DATE -> ((DateDayVector) vector).setSafe(row, day(as(LocalDate.class, value)));
      case BINARY -> ((VarBinaryVector) vector).setSafe(row, as(byte[].class, value));
    }
  }

  /**
   * @throws IllegalArgumentException when the text holds half of a pair of surrogates
   */
  static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is no text that UTF-8 can hold", e);
    }
  }

  private static <T> T as(Class<T> type, Object value) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("is no " + type.getSimpleName());
    }
    return type.cast(value);
  }

  private static long integer(Object value) {
    return value instanceof Integer small ? small : as(Long.class, value);
  }

  private static long millis(Object value) {
    return value instanceof Instant instant
        ? EventTime.of(instant).epochMillis()
        : as(EventTime.class, value).epochMillis();
  }

  private static int day(LocalDate date) {
    try {
      return Math.toIntExact(date.toEpochDay());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("is too far away", e);
    }
  }

  private static BigDecimal decimal(ColumnType type, Object value) {
    try {
      BigDecimal exact = as(BigDecimal.class, value).setScale(type.scale());
      if (exact.precision() <= type.precision()) {
        return exact;
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "has more than " + type.scale() + " digits after the point", e);
    }
    throw new IllegalArgumentException("has more than " + type.precision() + " digits");
  }
}

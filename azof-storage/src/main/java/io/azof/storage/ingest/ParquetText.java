package io.azof.storage.ingest;

import io.azof.storage.model.EventTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Values of one vector as texts, the same ones that CSV files have: a key is the same from either.
 * Nulls are not asked.
 */
@FunctionalInterface
interface ParquetText {
  String at(int row);

  static ParquetText of(FieldVector vector) {
    return switch (vector.getField().getType().getTypeID()) {
      case Int -> {
        ParquetNumbers integers = ParquetNumbers.integers(vector);
        yield ParquetNumbers.isUnsigned(vector)
            ? row -> Long.toUnsignedString(integers.at(row))
            : row -> Long.toString(integers.at(row));
      }
      case Date -> {
        ParquetNumbers days = ParquetNumbers.days(vector);
        yield row -> LocalDate.ofEpochDay(days.at(row)).toString();
      }
      case Timestamp -> times((TimeStampVector) vector);
      case Decimal -> {
        DecimalVector decimals = (DecimalVector) vector;
        yield row -> decimals.getObjectNotNull(row).toPlainString();
      }
      case Utf8 -> {
        VarCharVector texts = (VarCharVector) vector;
        yield row -> new String(texts.get(row), StandardCharsets.UTF_8);
      }
      case LargeUtf8 -> {
        LargeVarCharVector texts = (LargeVarCharVector) vector;
        yield row -> new String(texts.get(row), StandardCharsets.UTF_8);
      }
      default -> row -> text(vector.getObject(row));
    };
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
  }

  /** With as many digits as the value has, so that two keys never become one. */
  private static ParquetText times(TimeStampVector times) {
    ChronoUnit unit =
        switch (((ArrowType.Timestamp) times.getField().getType()).getUnit()) {
          case SECOND -> ChronoUnit.SECONDS;
          case MILLISECOND -> ChronoUnit.MILLIS;
          case MICROSECOND -> ChronoUnit.MICROS;
          case NANOSECOND -> ChronoUnit.NANOS;
        };
    return row -> {
      Instant time = Instant.EPOCH.plus(times.get(row), unit);
      boolean isWhole = time.equals(time.truncatedTo(ChronoUnit.MILLIS));
      return isWhole ? EventTime.of(time).toString() : time.toString();
    };
  }
}

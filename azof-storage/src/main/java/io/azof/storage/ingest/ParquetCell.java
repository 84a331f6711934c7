package io.azof.storage.ingest;

import io.azof.storage.csv.Utf8;
import io.azof.storage.model.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Copies values of a column of a Parquet file into one of a table. Nulls are not copied. */
@FunctionalInterface
interface ParquetCell {

  /** Copies a value; null when that is done, else why it cannot be. */
  @Nullable String copy(int from, int to);

  /**
   * A copy between two vectors.
   *
   * @param type of {@code to}; that of {@code from} widens to it
   */
  static ParquetCell of(FieldVector from, FieldVector to, ColumnType type) {
    return switch (type.kind()) {
      case STRING -> texts(from, (VarCharVector) to);
      case INT -> integers(from, (BigIntVector) to);
      case BOOLEAN -> {
        BitVector bits = (BitVector) from;
        yield done((row, target) -> ((BitVector) to).set(target, bits.get(row)));
      }
      case DATE_TIME -> {
        ParquetNumbers millis = ParquetNumbers.millis(from);
        TimeStampMilliTZVector times = (TimeStampMilliTZVector) to;
        yield done((row, target) -> times.set(target, millis.at(row)));
      }
      case DOUBLE -> doubles(from, (Float8Vector) to);
      case DECIMAL -> decimals(from, (DecimalVector) to, type.scale());
      case DATE -> {
        ParquetNumbers days = ParquetNumbers.days(from);
        yield done((row, target) -> ((DateDayVector) to).set(target, (int) days.at(row)));
      }
      case BINARY -> binaries(from, (VarBinaryVector) to);
    };
  }

  private static ParquetCell texts(FieldVector from, VarCharVector to) {
    if (!(from instanceof VarCharVector texts)) {
      return (row, target) -> null; // a column of nulls only
    }
    return (row, target) -> {
      byte[] text = texts.get(row);
      if (!Utf8.isValid(text, 0, text.length)) {
        return "is not UTF-8";
      }
      to.setSafe(target, text);
      return null;
    };
  }

  private static ParquetCell integers(FieldVector from, BigIntVector to) {
    ParquetNumbers integers = ParquetNumbers.integers(from);
    boolean isUnsigned = ParquetNumbers.isUnsigned(from);
    return (row, target) -> {
      long value = integers.at(row);
      if (isUnsigned && value < 0) {
        return "is an integer of more than 63 bits: " + Long.toUnsignedString(value);
      }
      to.set(target, value);
      return null;
    };
  }

  private static ParquetCell doubles(FieldVector from, Float8Vector to) {
    if (from instanceof FloatingPointVector numbers) {
      return done((row, target) -> to.set(target, numbers.getValueAsDouble(row)));
    }
    ParquetNumbers integers = ParquetNumbers.integers(from);
    return done((row, target) -> to.set(target, (double) integers.at(row)));
  }

  private static ParquetCell decimals(FieldVector from, DecimalVector to, int scale) {
    if (from instanceof DecimalVector numbers) {
      return done((row, target) -> to.set(target, numbers.getObjectNotNull(row).setScale(scale)));
    }
    ParquetNumbers integers = ParquetNumbers.integers(from);
    boolean isUnsigned = ParquetNumbers.isUnsigned(from);
    return done(
        (row, target) -> {
          long value = integers.at(row);
          BigDecimal whole =
              isUnsigned
                  ? new BigDecimal(new BigInteger(Long.toUnsignedString(value)))
                  : BigDecimal.valueOf(value);
          to.set(target, whole.setScale(scale));
        });
  }

  private static ParquetCell binaries(FieldVector from, VarBinaryVector to) {
    if (from.getField().getType() instanceof ArrowType.FixedSizeBinary) {
      FixedSizeBinaryVector bytes = (FixedSizeBinaryVector) from;
      return done((row, target) -> to.setSafe(target, bytes.get(row)));
    }
    if (from instanceof LargeVarBinaryVector bytes) {
      return done((row, target) -> to.setSafe(target, bytes.get(row)));
    }
    VarBinaryVector bytes = (VarBinaryVector) from;
    return done((row, target) -> to.setSafe(target, bytes.get(row)));
  }

  private static ParquetCell done(Copy copy) {
    return (from, to) -> {
      copy.copy(from, to);
      return null;
    };
  }

  /** A copy that always succeeds. */
  @FunctionalInterface
  interface Copy {
    void copy(int from, int to);
  }
}

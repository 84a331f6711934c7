package io.azof.storage.parquet;

import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;

/**
 * Numbers as numbers of a wider type, which has room for every value of theirs. Values beyond their
 * own type, which only a damaged file has, are not noticed.
 */
final class WidenedNumbers {
  /** The powers of ten that 64 bits hold. */
  private static final int LONG_POWER_MAX = 18;

  private WidenedNumbers() {}

  /** Beyond 2^53 rounded to the nearest double. */
  static void integersAsDoubles(FieldVector integers, FieldVector doubles) {
    BigIntVector source = (BigIntVector) integers;
    Float8Vector target = (Float8Vector) doubles;
    int rows = source.getValueCount();
    allocate(source, target);
    ArrowBuf from = source.getDataBuffer();
    ArrowBuf to = target.getDataBuffer();
    for (long row = 0; row < rows; row++) {
      to.setDouble(row * Double.BYTES, (double) from.getLong(row * Long.BYTES));
    }
  }

  static void integersAsDecimals(FieldVector integers, DecimalVector decimals) {
    BigIntVector source = (BigIntVector) integers;
    int rows = source.getValueCount();
    allocate(source, decimals);
    Power power = new Power(decimals.getScale());
    for (int row = 0; row < rows; row++) {
      long value = source.getDataBuffer().getLong((long) row * Long.BYTES);
      power.multiply(value, value >> 63, decimals.getDataBuffer(), row);
    }
  }

  /** Decimals with more digits after the point. */
  static void decimals(DecimalVector source, DecimalVector target) {
    int rows = source.getValueCount();
    allocate(source, target);
    Power power = new Power(target.getScale() - source.getScale());
    ArrowBuf from = source.getDataBuffer();
    for (int row = 0; row < rows; row++) {
      long at = (long) row * DecimalVector.TYPE_WIDTH;
      power.multiply(from.getLong(at), from.getLong(at + Long.BYTES), target.getDataBuffer(), row);
    }
  }

  /** Makes room for as many rows, null where the source is. */
  private static void allocate(BaseFixedWidthVector source, BaseFixedWidthVector target) {
    int rows = source.getValueCount();
    target.allocateNew(rows);
    int bytes = BitVectorHelper.getValidityBufferSize(rows);
    if (source.getNullCount() == 0) {
      target.getValidityBuffer().setOne(0L, bytes);
    } else {
      target.getValidityBuffer().setBytes(0, source.getValidityBuffer(), 0, bytes);
    }
  }

  /** Multiplies integers of 128 bits by a power of ten. */
  private static final class Power {
    private final BigInteger factor;
    private final long longFactor;

    Power(int exponent) {
      factor = BigInteger.TEN.pow(exponent);
      longFactor = exponent <= LONG_POWER_MAX ? factor.longValue() : 0;
    }

    void multiply(long low, long high, ArrowBuf target, int row) {
      long at = (long) row * DecimalVector.TYPE_WIDTH;
      if (longFactor != 0 && high == low >> 63) {
        target.setLong(at, low * longFactor);
        target.setLong(at + Long.BYTES, Math.multiplyHigh(low, longFactor));
        return;
      }
      BigInteger value =
          BigInteger.valueOf(high)
              .shiftLeft(Long.SIZE)
              .add(new BigInteger(Long.toUnsignedString(low)))
              .multiply(factor);
      target.setLong(at, value.longValue());
      target.setLong(at + Long.BYTES, value.shiftRight(Long.SIZE).longValue());
    }
  }
}

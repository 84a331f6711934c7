package io.azof.storage.parquet;

import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.DecimalVector;

/**
 * Whether decimals have no more digits than the precision of their vector, which nothing ensures.
 */
final class DecimalDigits {
  private DecimalDigits() {}

  /** The first row whose value is too long; the number of rows when there is none. */
  static int firstTooLong(DecimalVector decimals) {
    BigInteger bound = BigInteger.TEN.pow(decimals.getPrecision());
    long boundHigh = bound.shiftRight(Long.SIZE).longValue();
    long boundLow = bound.longValue();
    ArrowBuf values = decimals.getDataBuffer();
    int rows = decimals.getValueCount();
    if (decimals.getNullCount() == rows) {
      return rows;
    }
    for (int row = 0; row < rows; row++) {
      long low = values.getLong((long) row * DecimalVector.TYPE_WIDTH);
      long high = values.getLong((long) row * DecimalVector.TYPE_WIDTH + Long.BYTES);
      if (high < 0) {
        low = -low;
        high = low == 0 ? -high : ~high;
      }
      int order = Long.compareUnsigned(high, boundHigh);
      boolean isTooLong = order > 0 || (order == 0 && Long.compareUnsigned(low, boundLow) >= 0);
      if (isTooLong && !decimals.isNull(row)) {
        return row;
      }
    }
    return rows;
  }
}

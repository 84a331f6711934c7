package io.azof.storage.csv;

import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;

/** A sign or none, then decimal digits. */
public final class IntegerValue extends CsvValue {
  private static final long LAST_BEFORE_OVERFLOW = Long.MIN_VALUE / 10;

  private long value;
  private boolean isTooLong;

  @Override
  public boolean read(byte[] bytes, int from, int to) {
    boolean hasSign = from < to && (bytes[from] == '-' || bytes[from] == '+');
    boolean negative = hasSign && bytes[from] == '-';
    int i = hasSign ? from + 1 : from;
    isTooLong = false;
    if (i == to) {
      return false;
    }
    long sum = 0; // negative, since the least integer has no positive counterpart
    boolean fits = true;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      fits &= sum > LAST_BEFORE_OVERFLOW || (sum == LAST_BEFORE_OVERFLOW && digit <= 8);
      sum = 10 * sum - digit;
    }
    isTooLong = !fits || (!negative && sum == Long.MIN_VALUE);
    value = negative ? sum : -sum;
    return !isTooLong;
  }

  /** The integer that was read last. */
  public long value() {
    return value;
  }

  @Override
  public void store(FieldVector vector, int row) {
    ((BigIntVector) vector).set(row, value);
  }

  @Override
  public String fault() {
    return isTooLong ? "is an integer of more than 64 bits" : "cannot be read as an integer";
  }
}

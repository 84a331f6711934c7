package io.azof.storage.csv;

import java.math.BigDecimal;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;

/** A decimal number that is held exactly, or refused: it is never rounded. */
final class DecimalValue extends CsvValue {
  /** Of digits that a long certainly holds. */
  private static final int LONG_DIGITS_MAX = 18;

  private final int precision;
  private final int scale;
  private final NumberText number = new NumberText();
  private long unscaled;
  private BigDecimal value = BigDecimal.ZERO;
  private boolean isLong;
  private boolean isNumber;

  DecimalValue(int precision, int scale) {
    this.precision = precision;
    this.scale = scale;
  }

  @Override
  public boolean read(byte[] bytes, int from, int to) {
    isNumber = number.read(bytes, from, to);
    if (!isNumber) {
      return false;
    }
    int zeros = scale + number.exponent();
    int digitCount = number.digitCount() + Math.max(zeros, 0);
    isLong = zeros >= 0 && digitCount <= Math.min(precision, LONG_DIGITS_MAX);
    if (!isLong) {
      return readLarge(new BigDecimal(Ascii.text(bytes, from, to)));
    }
    long magnitude = number.digits();
    for (int i = 0; i < zeros; i++) {
      magnitude *= 10;
    }
    unscaled = number.isNegative() ? -magnitude : magnitude;
    return true;
  }

  private boolean readLarge(BigDecimal read) {
    if (read.signum() == 0) {
      value = BigDecimal.ZERO.setScale(scale);
      return true;
    }
    BigDecimal shortest = read.stripTrailingZeros();
    long before = (long) shortest.precision() - shortest.scale();
    if (shortest.scale() > scale || before > precision - scale) {
      return false;
    }
    value = shortest.setScale(scale);
    return true;
  }

  @Override
  public void store(FieldVector vector, int row) {
    DecimalVector decimals = (DecimalVector) vector;
    if (isLong) {
      decimals.set(row, unscaled);
    } else {
      decimals.set(row, value);
    }
  }

  @Override
  public String fault() {
    return isNumber
        ? "does not fit in Decimal(" + precision + "," + scale + ")"
        : "cannot be read as a number";
  }
}

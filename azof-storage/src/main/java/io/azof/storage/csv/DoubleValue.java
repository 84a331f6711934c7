package io.azof.storage.csv;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;

/**
 * A decimal number with or without a fraction and an exponent, rounded to the nearest double;
 * {@code NaN}, {@code Infinity}, {@code inf}.
 */
final class DoubleValue extends CsvValue {
  /** The powers of ten that a double holds exactly. */
  private static final double[] POWERS = powers();

  private static final int POWER_MAX = 22;
  private static final long EXACT_MAX = 1L << 53;

  /** Of digits that a long certainly holds. */
  private static final int DIGITS_MAX = 18;

  private final NumberText number = new NumberText();
  private double value;
  private boolean isBeyondRange;

  private static double[] powers() {
    double[] powers = new double[POWER_MAX + 1];
    powers[0] = 1;
    for (int i = 1; i <= POWER_MAX; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }

  @Override
  public boolean read(byte[] bytes, int from, int to) {
    isBeyondRange = false;
    if (!number.read(bytes, from, to)) {
      return readSpecial(bytes, from, to);
    }
    long digits = number.digits();
    int exponent = number.exponent();
    boolean isExact = number.digitCount() <= DIGITS_MAX && digits <= EXACT_MAX;
    if (isExact && Math.abs(exponent) <= POWER_MAX) {
      // one operation on two exact doubles rounds once, as it should
      double magnitude = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
      value = number.isNegative() ? -magnitude : magnitude;
    } else {
      value = Double.parseDouble(Ascii.text(bytes, from, to));
    }
    isBeyondRange = Double.isInfinite(value);
    return !isBeyondRange;
  }

  private boolean readSpecial(byte[] bytes, int from, int to) {
    boolean negative = from < to && bytes[from] == '-';
    int start = negative ? from + 1 : from;
    if (Ascii.equalsIgnoreCase(bytes, start, to, "inf")
        || Ascii.equalsIgnoreCase(bytes, start, to, "infinity")) {
      value = negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      return true;
    }
    value = Double.NaN;
    return Ascii.equalsIgnoreCase(bytes, from, to, "nan");
  }

  @Override
  public void store(FieldVector vector, int row) {
    ((Float8Vector) vector).set(row, value);
  }

  @Override
  public String fault() {
    return isBeyondRange ? "is a number beyond the range of doubles" : "cannot be read as a number";
  }
}

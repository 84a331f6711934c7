package io.azof.storage.csv;

/**
 * A text such as {@code -12.50e3}, taken apart. The digits are those before and after the point,
 * without leading zeros; the number is {@code digits * 10^exponent}.
 */
final class NumberText {
  private static final int EXPONENT_DIGITS_MAX = 6;

  private long digits;
  private int digitCount;
  private int exponent;
  private boolean negative;

  /** Takes a text apart; returns whether it is a decimal number. */
  boolean read(byte[] bytes, int from, int to) {
    digits = 0;
    digitCount = 0;
    negative = from < to && bytes[from] == '-';
    int i = negative || (from < to && bytes[from] == '+') ? from + 1 : from;
    int start = i;
    i = readDigits(bytes, i, to);
    int read = i - start;
    int fraction = 0;
    if (i < to && bytes[i] == '.') {
      int point = ++i;
      i = readDigits(bytes, i, to);
      fraction = i - point;
    }
    exponent = -fraction;
    if (read + fraction == 0) {
      return false;
    }
    return i == to || ((bytes[i] | 0x20) == 'e' && readExponent(bytes, i + 1, to));
  }

  private int readDigits(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && Ascii.isDigit(bytes[i])) {
      int digit = bytes[i++] - '0';
      digits = 10 * digits + digit; // of no use, and not used, when there are too many
      digitCount += digitCount > 0 || digit > 0 ? 1 : 0;
    }
    return i;
  }

  private boolean readExponent(byte[] bytes, int from, int to) {
    boolean hasSign = from < to && (bytes[from] == '-' || bytes[from] == '+');
    int start = hasSign ? from + 1 : from;
    int count = to - start;
    int written =
        count > 0 && count <= EXPONENT_DIGITS_MAX ? Ascii.number(bytes, start, count) : -1;
    exponent += hasSign && bytes[from] == '-' ? -written : written;
    return written >= 0;
  }

  /** The digits as an integer; of no use when there are more than 18. */
  long digits() {
    return digits;
  }

  int digitCount() {
    return digitCount;
  }

  int exponent() {
    return exponent;
  }

  boolean isNegative() {
    return negative;
  }
}

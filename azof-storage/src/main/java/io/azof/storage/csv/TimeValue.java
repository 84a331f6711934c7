package io.azof.storage.csv;

import io.azof.error.AzofException;
import io.azof.storage.model.EventTime;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;

/**
 * A moment as {@link EventTime#parse} reads it. The forms that files are full of are read here,
 * without an object; whatever else there is, there.
 */
public final class TimeValue extends CsvValue {
  private static final int DAY_MILLIS = 86_400_000;
  private static final long NO_TIME = Long.MIN_VALUE;

  private long value;

  /** The moment that was read last, in epoch milliseconds. */
  public long epochMillis() {
    return value;
  }

  @Override
  public boolean read(byte[] bytes, int from, int to) {
    value = common(bytes, from, to);
    if (value != NO_TIME) {
      return true;
    }
    try {
      value = EventTime.parse(Ascii.text(bytes, from, to)).epochMillis();
      return true;
    } catch (AzofException e) {
      return false;
    }
  }

  /** A date, or a date and a time to the minute or finer, in UTC; {@link #NO_TIME} for others. */
  private static long common(byte[] bytes, int from, int to) {
    if (to - from < DateValue.LENGTH) {
      return NO_TIME;
    }
    int day = DateValue.epochDay(bytes, from);
    if (day == DateValue.NO_DATE) {
      return NO_TIME;
    }
    int i = from + DateValue.LENGTH;
    if (i == to) {
      return (long) day * DAY_MILLIS;
    }
    if ((bytes[i] != 'T' && bytes[i] != ' ') || to - i < 6 || bytes[i + 3] != ':') {
      return NO_TIME;
    }
    int hour = Ascii.number(bytes, i + 1, 2);
    int minute = Ascii.number(bytes, i + 4, 2);
    i += 6;
    int second = 0;
    int millis = 0;
    if (to - i >= 3 && bytes[i] == ':') {
      second = Ascii.number(bytes, i + 1, 2);
      i += 3;
      if (to - i >= 2 && bytes[i] == '.') {
        int digits = digits(bytes, i + 1, to);
        millis = millis(bytes, i + 1, digits);
        i += 1 + digits;
      }
    }
    boolean isWhole = i == to || (i + 1 == to && bytes[i] == 'Z');
    if (!isWhole || !isClock(hour, minute, second) || millis < 0) {
      return NO_TIME;
    }
    return (long) day * DAY_MILLIS + 1000L * (60 * (60 * hour + minute) + second) + millis;
  }

  private static boolean isClock(int hour, int minute, int second) {
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  }

  private static int digits(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && Ascii.isDigit(bytes[i])) {
      i++;
    }
    return i - from;
  }

  /** The first three digits of a fraction of up to nine; -1 when there are none or more. */
  private static int millis(byte[] bytes, int from, int digits) {
    if (digits < 1 || digits > 9) {
      return -1;
    }
    int millis = Ascii.number(bytes, from, Math.min(digits, 3));
    for (int i = digits; i < 3; i++) {
      millis *= 10;
    }
    return millis;
  }

  @Override
  public void store(FieldVector vector, int row) {
    ((TimeStampMilliTZVector) vector).set(row, value);
  }

  @Override
  public String fault() {
    return "cannot be read as an ISO-8601 time";
  }
}

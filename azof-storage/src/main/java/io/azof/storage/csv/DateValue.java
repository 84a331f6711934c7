package io.azof.storage.csv;

import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;

/** A day as ISO-8601 has it, {@code 2019-01-17}. */
final class DateValue extends CsvValue {
  static final int LENGTH = 10;

  /** What {@link #epochDay} gives where there is no date. */
  static final int NO_DATE = Integer.MIN_VALUE;

  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private int value;

  /** The day that the ten bytes from here on write, counted from 1970-01-01 on. */
  static int epochDay(byte[] bytes, int from) {
    int year = Ascii.number(bytes, from, 4);
    int month = Ascii.number(bytes, from + 5, 2);
    int day = Ascii.number(bytes, from + 8, 2);
    if (year < 0
        || bytes[from + 4] != '-'
        || month < 1
        || month > 12
        || bytes[from + 7] != '-'
        || day < 1
        || day > DAYS[month - 1] + (month == 2 && isLeap(year) ? 1 : 0)) {
      return NO_DATE;
    }
    return epochDay(year, month, day);
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /** Counts in years that start in March, so that a leap day is the last one. */
  private static int epochDay(int year, int month, int day) {
    int marchYear = month > 2 ? year : year - 1;
    int era = Math.floorDiv(marchYear, 400);
    int yearOfEra = marchYear - 400 * era;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return 146_097 * era + dayOfEra - 719_468;
  }

  @Override
  public boolean read(byte[] bytes, int from, int to) {
    value = to - from == LENGTH ? epochDay(bytes, from) : NO_DATE;
    return value != NO_DATE;
  }

  @Override
  public void store(FieldVector vector, int row) {
    ((DateDayVector) vector).set(row, value);
  }

  @Override
  public String fault() {
    return "cannot be read as a date such as 2019-01-17";
  }
}

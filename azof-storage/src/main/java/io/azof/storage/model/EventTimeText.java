package io.azof.storage.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * The form in which event times are written, {@code 2019-01-17T08:00:00.000Z}, read and written
 * without the generality of {@link java.time.format.DateTimeFormatter}: a snapshot has several of
 * them for each of its files.
 */
final class EventTimeText {
  private static final String FORM = "0000-00-00T00:00:00.000Z";
  private static final long DAY_MILLIS = 86_400_000;
  private static final long FIRST_MILLIS = LocalDate.of(0, 1, 1).toEpochDay() * DAY_MILLIS;
  private static final long END_MILLIS = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY_MILLIS;

  private EventTimeText() {}

  /** The epoch milliseconds of a text of this form; empty for every other text. */
  static OptionalLong parse(String text) {
    if (!hasForm(text)) {
      return OptionalLong.empty();
    }
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      return OptionalLong.empty();
    }
    try {
      LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
      long seconds = (hour * 60L + minute) * 60 + second;
      return OptionalLong.of(day.toEpochDay() * DAY_MILLIS + seconds * 1000 + number(text, 20, 23));
    } catch (DateTimeException e) {
      return OptionalLong.empty(); // no such day
    }
  }

  private static boolean hasForm(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < FORM.length(); i++) {
      char c = text.charAt(i);
      if (FORM.charAt(i) == '0' ? c < '0' || c > '9' : c != FORM.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /** Whether a time can be written in this form: its year has four digits. */
  static boolean fits(long epochMillis) {
    return epochMillis >= FIRST_MILLIS && epochMillis < END_MILLIS;
  }

  /**
   * @param epochMillis one that {@link #fits}
   */
  static String format(long epochMillis) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY_MILLIS));
    int millis = (int) Math.floorMod(epochMillis, DAY_MILLIS);
    char[] text = FORM.toCharArray();
    write(day.getYear(), text, 4);
    write(day.getMonthValue(), text, 7);
    write(day.getDayOfMonth(), text, 10);
    write(millis / 3_600_000, text, 13);
    write(millis / 60_000 % 60, text, 16);
    write(millis / 1000 % 60, text, 19);
    write(millis % 1000, text, 23);
    return new String(text);
  }

  private static void write(int number, char[] text, int end) {
    int at = end;
    for (int rest = number; rest > 0; rest /= 10) {
      text[--at] = (char) ('0' + rest % 10);
    }
  }
}

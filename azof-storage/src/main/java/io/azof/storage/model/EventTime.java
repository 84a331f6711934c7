package io.azof.storage.model;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A moment at which something happened, in UTC, to the millisecond.
 *
 * @param epochMillis milliseconds since 1970-01-01T00:00:00Z, negative before
 */
public record EventTime(long epochMillis) implements Comparable<EventTime> {

  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter ISO_WITH_T = iso('T');
  private static final DateTimeFormatter ISO_WITH_SPACE = iso(' ');

  /** A date, or a date and a time, with or without an offset. */
  private static DateTimeFormatter iso(char separator) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .append(DateTimeFormatter.ISO_LOCAL_DATE)
        .optionalStart()
        .appendLiteral(separator)
        .appendPattern("HH:mm")
        .optionalStart()
        .appendLiteral(':')
        .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
        .optionalStart()
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
        .optionalEnd()
        .optionalEnd()
        .optionalStart()
        .appendPattern("[' ']")
        .appendOffset("+HH:MM", "Z")
        .optionalEnd()
        .optionalEnd()
        .toFormatter(Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  public static EventTime of(Instant instant) {
    try {
      return new EventTime(instant.toEpochMilli()); // floors to the millisecond
    } catch (ArithmeticException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "The time " + instant + " is outside the supported range", e);
    }
  }

  /**
   * Reads an ISO-8601 text: {@code 2019-01-17}, {@code 2019-01-17T08:00:00.000Z}, {@code 2019-01-17
   * 08:00:00+01:00}. Without an offset the time is UTC; below the millisecond it is floored.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} with the text, when it is not such a time
   */
  public static EventTime parse(String text) {
    OptionalLong millis = EventTimeText.parse(text);
    return millis.isPresent() ? new EventTime(millis.getAsLong()) : parseIso(text);
  }

  private static EventTime parseIso(String text) {
    DateTimeFormatter iso =
        text.indexOf('T') >= 0 || text.indexOf('t') >= 0 ? ISO_WITH_T : ISO_WITH_SPACE;
    try {
      TemporalAccessor parsed =
          iso.parseBest(
              text.strip(), java.time.OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof java.time.OffsetDateTime zoned) {
        return of(zoned.toInstant());
      }
      if (parsed instanceof LocalDateTime local) {
        return of(local.toInstant(ZoneOffset.UTC));
      }
      return of(((LocalDate) parsed).atStartOfDay().toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Cannot read \""
              + text
              + "\" as a time; write an ISO-8601 time such as 2019-01-17 or"
              + " 2019-01-17T08:00:00.000Z",
          e);
    }
  }

  @Override
  public int compareTo(EventTime other) {
    return Long.compare(epochMillis, other.epochMillis);
  }

  /** ISO-8601 with milliseconds and {@code Z}. */
  @Override
  public String toString() {
    return EventTimeText.fits(epochMillis)
        ? EventTimeText.format(epochMillis)
        : TEXT.format(Instant.ofEpochMilli(epochMillis));
  }
}

package io.azof.server.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms that the text of a setting can have. */
enum ValueType {
  /** Any text. */
  TEXT("some text"),
  /** Yes or no. */
  BOOLEAN("true or false"),
  /** A port number; 0 means any free one. */
  PORT("a port number from 0 to 65535"),
  /** A port number, or that there is none. */
  PORT_OR_OFF("a port number from 0 to 65535, or off"),
  /** A positive whole number. */
  COUNT("a whole number from 1 to 1000000"),
  /** A positive number of bytes. */
  BYTES("a number of bytes with its unit, such as 512MB or 2GiB"),
  /** Whether something is done, and by what it is decided when. */
  OFF_OR_SIZE("off or size"),
  /** What somebody may do. */
  RIGHTS("read-only or read-write"),
  /** A length of time, to the millisecond, zero allowed. */
  DURATION("a length of time with its unit, such as 500ms, 30s, 10m or 2h");

  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?) ?([A-Za-z]{1,3})");

  private final String description;

  ValueType(String description) {
    this.description = description;
  }

  /** What a value must look like, for messages. */
  String description() {
    return description;
  }

  /**
   * The value as a number: a count, a port, bytes or milliseconds; 0 for text, off, false and
   * read-only, 1 for size, true and read-write, -1 for a port that is off.
   *
   * @throws IllegalArgumentException when the text is not of this form
   */
  long parse(String text) {
    return switch (this) {
      case TEXT -> 0;
      case BOOLEAN -> truth(text);
      case PORT -> whole(text, 0, 65_535);
      case PORT_OR_OFF -> text.equals("off") ? -1 : whole(text, 0, 65_535);
      case COUNT -> whole(text, 1, 1_000_000);
      case BYTES -> bytes(text);
      case OFF_OR_SIZE -> offOrSize(text);
      case RIGHTS -> rights(text);
      case DURATION -> millis(text);
    };
  }

  private static long whole(String text, long min, long max) {
    long value = Long.parseLong(text);
    if (value < min || value > max) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static long offOrSize(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "off" -> 0;
      case "size" -> 1;
      default -> throw new IllegalArgumentException("neither off nor size");
    };
  }

  private static long rights(String text) {
    return switch (text) {
      case "read-only" -> 0;
      case "read-write" -> 1;
      default -> throw new IllegalArgumentException("neither read-only nor read-write");
    };
  }

  private static long truth(String text) {
    return switch (text) {
      case "true" -> 1;
      case "false" -> 0;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static long bytes(String text) {
    Matcher parts = numberAndUnit(text);
    long unit =
        switch (parts.group(2).toUpperCase(Locale.ROOT)) {
          case "B" -> 1;
          case "KB" -> 1_000;
          case "MB" -> 1_000_000;
          case "GB" -> 1_000_000_000;
          case "TB" -> 1_000_000_000_000L;
          case "KIB" -> 1L << 10;
          case "MIB" -> 1L << 20;
          case "GIB" -> 1L << 30;
          case "TIB" -> 1L << 40;
          default -> throw new IllegalArgumentException("no unit of bytes");
        };
    long bytes = times(parts, unit);
    if (bytes == 0) {
      throw new IllegalArgumentException("zero");
    }
    return bytes;
  }

  private static long millis(String text) {
    Matcher parts = numberAndUnit(text);
    long unit =
        switch (parts.group(2).toLowerCase(Locale.ROOT)) {
          case "ms" -> 1;
          case "s" -> Duration.ofSeconds(1).toMillis();
          case "m" -> Duration.ofMinutes(1).toMillis();
          case "h" -> Duration.ofHours(1).toMillis();
          case "d" -> Duration.ofDays(1).toMillis();
          default -> throw new IllegalArgumentException("no unit of time");
        };
    return times(parts, unit);
  }

  private static Matcher numberAndUnit(String text) {
    Matcher parts = NUMBER_AND_UNIT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a number and a unit");
    }
    return parts;
  }

  private static long times(Matcher parts, long unit) {
    try {
      return new BigDecimal(parts.group(1))
          .multiply(BigDecimal.valueOf(unit))
          .setScale(0, RoundingMode.UNNECESSARY)
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("not a whole number of the smallest unit, or too big", e);
    }
  }
}

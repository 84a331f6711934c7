package io.azof.cli;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.time.DateTimeException;
import java.time.Duration;

/** Durations as people write them. */
final class Durations {
  private Durations() {}

  /** Whether a text is meant as a duration, rather than as a time. */
  static boolean isMeant(String text) {
    return text.regionMatches(true, 0, "P", 0, 1);
  }

  /**
   * Reads an ISO-8601 duration of days and shorter units that is not negative.
   *
   * @throws AzofException {@code ARGUMENT_INVALID}
   */
  static Duration parse(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "Cannot read \"" + text + "\" as a duration; write one such as P7D, PT12H or PT30M");
  }
}

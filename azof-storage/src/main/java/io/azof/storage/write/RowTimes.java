package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Snapshot;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Which event times rows may have.
 *
 * @param earliest the least one
 * @param maxFuture how far the greatest one is ahead of the clock
 */
record RowTimes(EventTime earliest, Duration maxFuture, InstantSource clock) {
  private static final Duration MAX_FUTURE = Duration.ofHours(24);

  /**
   * @param table the table's name, for messages
   * @param snapshot the version that is written after
   */
  static RowTimes of(String table, Snapshot snapshot, InstantSource clock) {
    EventTime earliest =
        AppendChange.earliest(snapshot, OpenChain.of(TableTree.of(table, snapshot)));
    return new RowTimes(earliest, maxFuture(snapshot.properties()), clock);
  }

  /** What the properties of a table say of it, else 24 hours. */
  static Duration maxFuture(Map<String, String> properties) {
    String maxFuture = properties.get(TableWriter.MAX_FUTURE);
    return maxFuture == null ? MAX_FUTURE : duration(maxFuture);
  }

  /**
   * Reads the setting {@link TableWriter#MAX_FUTURE}.
   *
   * @throws AzofException {@code ARGUMENT_INVALID}
   */
  static Duration duration(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException e) {
      // said below, as for a negative one
    }
    throw new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "The property "
            + TableWriter.MAX_FUTURE
            + " is \""
            + text
            + "\"; it must be an ISO-8601 duration such as PT24H");
  }

  /** The greatest event time that a row can have now, in epoch milliseconds. */
  long latestMillis() {
    try {
      return clock.instant().plus(maxFuture).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** What is wrong with an event time that is out of bounds, as the end of a sentence. */
  String fault(long millis) {
    if (millis < earliest.epochMillis()) {
      return "is before " + earliest + ", the earliest that the table keeps";
    }
    Instant now = clock.instant();
    return "is more than "
        + maxFuture
        + " ahead of this machine's clock, which says "
        + EventTime.of(now)
        + "; if that is right, raise the table's property "
        + TableWriter.MAX_FUTURE;
  }
}

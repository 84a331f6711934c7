package io.azof.storage.ingest;

import io.azof.storage.csv.IntegerValue;
import io.azof.storage.csv.TimeValue;
import io.azof.storage.model.EventTime;

/** Texts and integers as event times; keeps the last one. */
final class EventTimeValue {
  /** 9999-12-31T23:59:59.999Z: what a snapshot can write. */
  static final long MILLIS_MAX = 253_402_300_799_999L;

  /** 0000-01-01T00:00:00Z. */
  private static final long MILLIS_MIN = -62_167_219_200_000L;

  /** 1973-03-03: as seconds that is after the year 5000, and no date has so many digits. */
  private static final long UNDOUBTED_MILLIS = 100_000_000_000L;

  private final ImportOptions options;
  private final TimeValue time = new TimeValue();
  private final IntegerValue integer = new IntegerValue();
  private long epochMillis;
  private String fault = "";

  EventTimeValue(ImportOptions options) {
    this.options = options;
  }

  /** The time that was read last. */
  long epochMillis() {
    return epochMillis;
  }

  /** Why the last one was refused, as the predicate of a sentence about it. */
  String fault() {
    return fault;
  }

  /** Reads a text; false, and a {@link #fault}, when it is not an event time. */
  boolean read(byte[] bytes, int from, int to) {
    if (integer.read(bytes, from, to)) {
      return readInteger(integer.value());
    }
    if (!time.read(bytes, from, to)) {
      fault = time.fault();
      return false;
    }
    return readMillis(time.epochMillis());
  }

  /** Takes an integer of the unit of the options. */
  boolean readInteger(long count) {
    if (options.epochUnit().isPresent()) {
      return readMillis(options.epochUnit().get().toMillis(count));
    }
    if (Math.abs(count) < UNDOUBTED_MILLIS) {
      fault = "is too small a number for epoch milliseconds; say what unit the numbers count";
      return false;
    }
    return readMillis(count);
  }

  /** Takes epoch milliseconds. */
  boolean readMillis(long millis) {
    epochMillis = millis;
    if (millis < MILLIS_MIN || millis > MILLIS_MAX) {
      fault = "is not a time of the years 0 to 9999";
      return false;
    }
    if (millis > options.eventTimeMillisMax()) {
      fault = "is after " + new EventTime(options.eventTimeMillisMax()) + ", too far in the future";
      return false;
    }
    return true;
  }
}

package io.azof.storage.ingest;

import java.util.concurrent.TimeUnit;

/** What integers count that stand for event times, from 1970-01-01T00:00:00Z on. */
public enum EpochUnit {
  SECONDS(TimeUnit.SECONDS),
  MILLIS(TimeUnit.MILLISECONDS),
  MICROS(TimeUnit.MICROSECONDS),
  NANOS(TimeUnit.NANOSECONDS);

  private final TimeUnit unit;

  EpochUnit(TimeUnit unit) {
    this.unit = unit;
  }

  /** The milliseconds, cut towards the past; the least or greatest long when they do not fit. */
  long toMillis(long count) {
    long perUnit = TimeUnit.MILLISECONDS.convert(1, unit);
    if (perUnit > 0) {
      return unit.toMillis(count);
    }
    return Math.floorDiv(count, unit.convert(1, TimeUnit.MILLISECONDS));
  }
}

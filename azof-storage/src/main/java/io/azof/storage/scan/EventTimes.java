package io.azof.storage.scan;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.TimeStampMilliTZVector;

/**
 * The event times of one batch, read where they lie in its buffer. Valid as long as the vector's
 * buffers are; no row may be null.
 */
final class EventTimes {
  private static final long NOT_READ = 0;

  private final long data;
  private final long maxMillis;

  private EventTimes(long data, long maxMillis) {
    this.data = data;
    this.maxMillis = maxMillis;
  }

  static EventTimes of(TimeStampMilliTZVector vector) {
    return new EventTimes(vector.getDataBuffer().memoryAddress(), Long.MAX_VALUE);
  }

  /** Stands for times that were not read, because the greatest of them decides like any other. */
  static EventTimes atMost(long maxMillis) {
    return new EventTimes(NOT_READ, maxMillis);
  }

  /** In epoch milliseconds. */
  long millis(int row) {
    return data == NOT_READ ? maxMillis : MemoryUtil.getLong(data + (long) row * Long.BYTES);
  }
}

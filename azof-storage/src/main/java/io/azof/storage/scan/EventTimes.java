package io.azof.storage.scan;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.TimeStampMilliTZVector;

/**
 * The event times of one batch, read where they lie in its buffer. Valid as long as the vector's
 * buffers are; no row may be null.
 */
final class EventTimes {
  private final long data;

  EventTimes(TimeStampMilliTZVector vector) {
    this.data = vector.getDataBuffer().memoryAddress();
  }

  /** In epoch milliseconds. */
  long millis(int row) {
    return MemoryUtil.getLong(data + (long) row * Long.BYTES);
  }
}

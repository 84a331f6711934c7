package io.azof.storage.model;

import org.jspecify.annotations.Nullable;

/**
 * A range of event time, both ends inclusive.
 *
 * @param end null when the range is open: it has not ended yet
 */
public record TimeRange(EventTime start, @Nullable EventTime end) {

  public TimeRange {
    if (end != null && end.compareTo(start) < 0) {
      throw new IllegalArgumentException("ends at " + end + ", before its start " + start);
    }
  }

  public boolean isOpen() {
    return end == null;
  }

  public boolean covers(EventTime time) {
    return start.compareTo(time) <= 0 && (end == null || time.compareTo(end) <= 0);
  }

  @Override
  public String toString() {
    return "[" + start + ", " + (end == null ? "open" : end.toString()) + "]";
  }
}

package io.azof.storage.snapshot;

import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Before an event time a table keeps nothing: to ask for its state then is an error. From a version
 * to the next the floor only rises, whatever is brought back. Pure.
 *
 * @param time the earliest event time that can be asked for; null: any
 */
public record HistoryFloor(@Nullable EventTime time) {

  /** The higher one. */
  HistoryFloor max(HistoryFloor other) {
    return isBelow(other) ? other : this;
  }

  /** Whether more can be asked for than with the other one. */
  public boolean isBelow(HistoryFloor other) {
    return other.time != null && (time == null || time.compareTo(other.time) < 0);
  }

  /**
   * The segments that cover a time at or after the floor, with those of their children. No answer
   * for such a time changes.
   */
  public List<Segment> kept(List<Segment> segments) {
    return segments.stream()
        .filter(segment -> !endsBefore(segment))
        .map(segment -> segment.withChildren(kept(segment.children())))
        .toList();
  }

  private boolean endsBefore(Segment segment) {
    EventTime end = segment.range().end();
    return time != null && end != null && end.compareTo(time) < 0;
  }
}

package io.azof.storage.model;

/** The event time at which a table is looked at. */
public sealed interface AsOf {

  /** Everything that is known: the open segments, whatever their rows' event times. */
  AsOf LATEST = new Latest();

  static AsOf at(EventTime time) {
    return new At(time);
  }

  /** The greatest event time, in epoch milliseconds, that a visible row can have; inclusive. */
  long boundMillis();

  /** Whether a segment that covers {@code range} is on the way to this time. */
  boolean isCoveredBy(TimeRange range);

  /** The state at one event time, inclusive. */
  record At(EventTime time) implements AsOf {
    @Override
    public long boundMillis() {
      return time.epochMillis();
    }

    @Override
    public boolean isCoveredBy(TimeRange range) {
      return range.covers(time);
    }

    @Override
    public String toString() {
      return time.toString();
    }
  }

  /** See {@link #LATEST}. */
  record Latest() implements AsOf {
    @Override
    public long boundMillis() {
      return Long.MAX_VALUE;
    }

    @Override
    public boolean isCoveredBy(TimeRange range) {
      return range.isOpen();
    }

    @Override
    public String toString() {
      return "latest";
    }
  }
}

package io.azof.storage.model;

/**
 * Which versions of the keys of a table a history has: those that are valid at some time of a
 * range. A version is valid from its event time until that of the next one of its key, exclusive.
 *
 * @param fromMillis the first time of the range, in epoch milliseconds
 * @param lastMillis the last, inclusive; before {@code fromMillis} in a range without times
 */
public record HistoryRange(long fromMillis, long lastMillis) {

  /** All versions that are retained. */
  public static final HistoryRange ALL = new HistoryRange(Long.MIN_VALUE, Long.MAX_VALUE);

  /** From a time to before another one; empty when that is not later. */
  public static HistoryRange fromTo(EventTime from, EventTime to) {
    return to.compareTo(from) <= 0
        ? new HistoryRange(from.epochMillis(), from.epochMillis() - 1)
        : new HistoryRange(from.epochMillis(), to.epochMillis() - 1);
  }

  /** From a time to another one, inclusive; empty when that is earlier. */
  public static HistoryRange between(EventTime from, EventTime last) {
    return last.compareTo(from) < 0
        ? new HistoryRange(from.epochMillis(), from.epochMillis() - 1)
        : new HistoryRange(from.epochMillis(), last.epochMillis());
  }

  public boolean isEmpty() {
    return lastMillis < fromMillis;
  }

  /** Whether it starts with the beginning of time. */
  public boolean isFromStart() {
    return fromMillis == Long.MIN_VALUE;
  }

  /** Whether it goes on to the end of time. */
  public boolean isToEnd() {
    return lastMillis == Long.MAX_VALUE;
  }

  /**
   * Whether a version is valid at some time of this range.
   *
   * @param validFromMillis its event time
   * @param validToMillis the event time of the next version of its key; {@link Long#MAX_VALUE} when
   *     there is none
   */
  public boolean touches(long validFromMillis, long validToMillis) {
    return !isEmpty() && validFromMillis <= lastMillis && validToMillis > fromMillis;
  }

  @Override
  public String toString() {
    if (isEmpty()) {
      return "an empty range";
    }
    String from = isFromStart() ? "the beginning" : new EventTime(fromMillis).toString();
    String last = isToEnd() ? "the end" : new EventTime(lastMillis).toString();
    return isFromStart() && isToEnd() ? "all event times" : "from " + from + " to " + last;
  }
}

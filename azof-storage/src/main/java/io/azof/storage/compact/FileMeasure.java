package io.azof.storage.compact;

import io.azof.storage.model.FileFacts;
import io.azof.storage.parquet.DataFileFooter;

/**
 * How large a data file is, and of when its rows are, without a look at them.
 *
 * @param rows how many rows it has
 * @param bytes its size
 * @param minMillis an event time, in epoch milliseconds, before which it has no row
 * @param maxMillis one after which it has none
 */
public record FileMeasure(long rows, long bytes, long minMillis, long maxMillis) {

  /** What a snapshot says of a file. */
  public static FileMeasure of(FileFacts facts) {
    return new FileMeasure(
        facts.rows(),
        facts.bytes(),
        facts.minEventTime().epochMillis(),
        facts.maxEventTime().epochMillis());
  }

  /** What the footer of a file says of it. */
  static FileMeasure of(DataFileFooter footer) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (DataFileFooter.RowGroup group : footer.rowGroups()) {
      DataFileFooter.EventTimes times = group.eventTimes();
      if (times == null && group.rows() > 0) {
        return new FileMeasure(footer.rows(), footer.bytes(), Long.MIN_VALUE, Long.MAX_VALUE);
      }
      if (times != null) {
        min = Math.min(min, times.minMillis());
        max = Math.max(max, times.maxMillis());
      }
    }
    return new FileMeasure(footer.rows(), footer.bytes(), min, max);
  }

  /** Whether it may have rows with an event time within these, both inclusive. */
  boolean reaches(long fromMillis, long toMillis) {
    return rows > 0 && minMillis <= toMillis && maxMillis >= fromMillis;
  }

  /** Whether all its rows have an event time within these, both inclusive. */
  boolean liesWithin(long fromMillis, long toMillis) {
    return rows == 0 || (minMillis >= fromMillis && maxMillis <= toMillis);
  }
}

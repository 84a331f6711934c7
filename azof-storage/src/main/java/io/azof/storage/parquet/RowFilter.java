package io.azof.storage.parquet;

import io.azof.storage.model.KeySelection;
import io.azof.storage.model.RowSelection;

/**
 * Which rows the Parquet reader gives; it skips row groups that have none by their statistics. It
 * gives neither rows without a key when the filter is by key, nor rows without an event time when
 * it is by time.
 *
 * @param keys those of the rows
 * @param sinceMillis the least event time, in epoch milliseconds; {@link Long#MIN_VALUE}: any
 * @param untilMillis the greatest; {@link Long#MAX_VALUE}: any
 */
public record RowFilter(KeySelection keys, long sinceMillis, long untilMillis) {

  /** All rows. */
  public static final RowFilter NONE =
      new RowFilter(KeySelection.ALL, Long.MIN_VALUE, Long.MAX_VALUE);

  /** Of the rows that are wanted, as far as the file can be asked; it gives others as well. */
  public static RowFilter of(RowSelection wanted, DataFileFooter footer) {
    return new RowFilter(
        footer.canFilterKeys() ? wanted.keys().searchable() : KeySelection.ALL,
        footer.canFilterEventTimes() ? wanted.sinceMillis() : Long.MIN_VALUE,
        Long.MAX_VALUE);
  }

  /** The rows at or before a time. */
  public static RowFilter until(long untilMillis) {
    return NONE.atMost(untilMillis);
  }

  /** The same rows but for those after a time. */
  public RowFilter atMost(long newUntilMillis) {
    return new RowFilter(keys, sinceMillis, newUntilMillis);
  }

  /** Whether no row of a row group is given, by what is known of it; its end is not asked. */
  public boolean dropsAll(DataFileFooter.RowGroup rowGroup) {
    DataFileFooter.EventTimes times = rowGroup.eventTimes();
    return !keys.touches(rowGroup.keys()) || (times != null && times.maxMillis() < sinceMillis);
  }

  /** Whether all rows are given. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Whether there is a greatest event time. */
  public boolean hasEnd() {
    return untilMillis != Long.MAX_VALUE;
  }

  /** Whether nothing but a greatest event time keeps a row out. */
  public boolean isByEndOnly() {
    return equals(until(untilMillis));
  }
}

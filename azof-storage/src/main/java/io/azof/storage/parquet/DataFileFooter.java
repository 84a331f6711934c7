package io.azof.storage.parquet;

import io.azof.storage.model.KeyRange;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.page.FileLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the footer of a Parquet file says about it.
 *
 * @param bytes the size of the file
 * @param columns its columns at the top level, in order
 * @param keyOrder what it promises about its keys
 * @param rowGroups its row groups, in order
 * @param sizes what its columns take
 * @param layout where its columns are; null where nothing is known of it
 */
public record DataFileFooter(
    long bytes,
    List<FileColumn> columns,
    KeyOrder keyOrder,
    List<RowGroup> rowGroups,
    ColumnSizes sizes,
    @Nullable FileLayout layout) {

  public DataFileFooter {
    columns = List.copyOf(columns);
    rowGroups = List.copyOf(rowGroups);
  }

  /** The number of rows in the file. */
  public long rows() {
    return rowGroups.stream().mapToLong(RowGroup::rows).sum();
  }

  /**
   * Whether the Parquet reader can be asked to drop rows by event time: all times are known, and
   * are such that the reader can compare them, which it does in microseconds.
   */
  public boolean canFilterEventTimes() {
    return rowGroups.stream()
        .allMatch(group -> group.rows() == 0 || fitsMicros(group.eventTimes()));
  }

  /** Whether the Parquet reader can be asked to drop rows by key. */
  public boolean canFilterKeys() {
    return !columns.isEmpty()
        && columns.get(0).name().equals(TableSchema.KEY)
        && columns.get(0).type().equals("STRING");
  }

  private static boolean fitsMicros(@Nullable EventTimes times) {
    return times != null
        && times.minMillis() >= Long.MIN_VALUE / 1000
        && times.maxMillis() <= Long.MAX_VALUE / 1000;
  }

  /**
   * A column of a file.
   *
   * @param type the Parquet type in words, such as {@code INT64} or {@code TIMESTAMP(MILLIS,UTC)}
   */
  public record FileColumn(String name, String type) {}

  /**
   * A row group of a file.
   *
   * @param eventTimes the range of its event times, when the file gives it and says that no row is
   *     without one; else null
   * @param keys a range that its keys are in; all keys when the file does not say
   * @param keyBloomOffset where in the file the Bloom filter of its keys is; 0 when there is none
   */
  public record RowGroup(
      long rows, @Nullable EventTimes eventTimes, KeyRange keys, long keyBloomOffset) {}

  /** The least and the greatest event time of some rows, in epoch milliseconds. */
  public record EventTimes(long minMillis, long maxMillis) {

    /** The range of these and some other rows; null stands for no others. */
    public EventTimes including(@Nullable EventTimes other) {
      return other == null
          ? this
          : new EventTimes(
              Math.min(minMillis, other.minMillis), Math.max(maxMillis, other.maxMillis));
    }
  }
}

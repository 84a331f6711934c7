package io.azof.storage.scan;

import io.azof.storage.parquet.DataFileFooter.EventTimes;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.KeyOrder;
import io.azof.storage.parquet.RowFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data file that a scan reads, and how.
 *
 * @param rows the rows in the file
 * @param bytes the size of the file
 * @param rowGroups the row groups in the file
 * @param skippedRowGroups how many of them hold only rows after the asked time, and are not read
 * @param certainRows the rows of the row groups of which every row is visible
 * @param filtered whether rows after the asked time are in the file or may be, and must be dropped
 * @param filter what the Parquet reader is asked to drop: rows after the asked time, but since it
 *     would also drop rows without one, which must be an error, only when there are none; and rows
 *     that are not wanted
 * @param eventTimes the range of the event times in the row groups that are read, when the file
 *     gives it and says that no row is without one; null when they must be looked at
 * @param keyOrder what the file promises about its keys
 * @param known what was known of the file before
 */
public record FileRead(
    PathFile file,
    long rows,
    long bytes,
    int rowGroups,
    int skippedRowGroups,
    long certainRows,
    boolean filtered,
    RowFilter filter,
    @Nullable EventTimes eventTimes,
    KeyOrder keyOrder,
    KnownFile known) {

  /** How the file has the columns of the table. */
  FileSchema schema() {
    return known.schema();
  }

  /** About how many rows the row groups have that are not skipped. */
  long rowsInRowGroupsRead() {
    return rowGroups == 0 ? 0 : rows * (rowGroups - skippedRowGroups) / rowGroups;
  }

  /** About what some columns of the table take in a row of this file when they are decoded. */
  long rowBytes(List<String> columns) {
    return known.footer().sizes().rowBytes(schema().storedNames(columns));
  }

  /** Whether each row of this file wins over whatever row another one holds of the same key. */
  boolean isNewerThan(FileRead other) {
    return eventTimes != null
        && other.eventTimes != null
        && Precedence.isNewer(
            eventTimes.minMillis(),
            file.minSequence(),
            file.rank(),
            other.eventTimes.maxMillis(),
            other.file.maxSequence(),
            other.file.rank());
  }

  /** Whether rows after the asked time come out of the file's reader, and must be dropped. */
  boolean isFilteredHere() {
    return filtered && !filter.hasEnd();
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(file.role().word())
            .append(' ')
            .append(file.name())
            .append(" of segment \"")
            .append(file.segmentId())
            .append("\": ")
            .append(rows)
            .append(rows == 1 ? " row, " : " rows, ")
            .append(bytes)
            .append(" bytes, ")
            .append(rowGroups - skippedRowGroups)
            .append(" of ")
            .append(rowGroups)
            .append(rowGroups == 1 ? " row group" : " row groups");
    if (filtered) {
      text.append(", filtered by event time");
    }
    if (!filter.keys().isAll()) {
      text.append(", filtered by key");
    }
    return text.toString();
  }
}

package io.azof.storage.parquet;

import java.util.List;
import java.util.Map;

/**
 * What the columns of a file take without compression.
 *
 * @param rows the rows of the file
 * @param bytes the bytes of each column at the top level, by its name
 */
public record ColumnSizes(long rows, Map<String, Long> bytes) {
  /** A number; and a text that is in a dictionary takes little in the file, but no less decoded. */
  private static final long VALUE_BYTES_MIN = 8;

  public ColumnSizes {
    bytes = Map.copyOf(bytes);
  }

  /** About what some columns of a row take when they are decoded. */
  public long rowBytes(List<String> columns) {
    return columns.stream()
        .mapToLong(
            name -> Math.max(VALUE_BYTES_MIN, bytes.getOrDefault(name, 0L) / Math.max(1, rows)))
        .sum();
  }
}

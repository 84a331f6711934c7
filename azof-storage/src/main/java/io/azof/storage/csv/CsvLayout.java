package io.azof.storage.csv;

import io.azof.storage.model.TableSchema;
import java.util.List;

/**
 * Which column each field of a record is for.
 *
 * @param columns the names of the table's columns, in the order of the fields
 * @param isHeader whether the first record says so, and is no row itself
 */
record CsvLayout(List<String> columns, boolean isHeader) {
  CsvLayout {
    columns = List.copyOf(columns);
  }

  /**
   * The layout of a file with this first record. It is a header when it names {@code key} and
   * {@code event_time}; otherwise the fields are the table's columns in their order.
   *
   * @throws IllegalArgumentException for a header that does not name each column once, with the
   *     reason
   */
  static CsvLayout of(List<String> first, TableSchema schema) {
    List<String> expected = schema.columnNames();
    if (!first.contains(TableSchema.KEY) || !first.contains(TableSchema.EVENT_TIME)) {
      return new CsvLayout(expected, false);
    }
    for (int i = 0; i < first.size(); i++) {
      String name = first.get(i);
      if (!expected.contains(name)) {
        throw new IllegalArgumentException("the table has no column \"" + name + "\"");
      }
      if (first.indexOf(name) != i) {
        throw new IllegalArgumentException("column \"" + name + "\" is named twice");
      }
    }
    for (String name : expected) {
      if (!first.contains(name)) {
        throw new IllegalArgumentException("column \"" + name + "\" is missing");
      }
    }
    return new CsvLayout(first, true);
  }
}

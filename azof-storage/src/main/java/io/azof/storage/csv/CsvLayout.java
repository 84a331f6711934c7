package io.azof.storage.csv;

import io.azof.storage.model.TableSchema;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
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
  static CsvLayout of(List<CsvField> first, TableSchema schema) {
    List<String> expected = schema.columnNames();
    List<String> named = new ArrayList<>();
    for (CsvField field : first) {
      named.add(name(field));
    }
    if (!named.contains(TableSchema.KEY) || !named.contains(TableSchema.EVENT_TIME)) {
      return new CsvLayout(expected, false);
    }
    for (int i = 0; i < named.size(); i++) {
      String name = named.get(i);
      if (!expected.contains(name)) {
        throw new IllegalArgumentException("the table has no column \"" + name + "\"");
      }
      if (named.indexOf(name) != i) {
        throw new IllegalArgumentException("column \"" + name + "\" is named twice");
      }
    }
    for (String name : expected) {
      if (!named.contains(name)) {
        throw new IllegalArgumentException("column \"" + name + "\" is missing");
      }
    }
    return new CsvLayout(named, true);
  }

  private static String name(CsvField field) {
    try {
      return field.text();
    } catch (CharacterCodingException e) {
      return ""; // not the name of any column
    }
  }
}

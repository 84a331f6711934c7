package io.azof.storage.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The value columns of a table. Every table has the columns {@link #KEY} and {@link #EVENT_TIME}
 * before them, which are not listed here.
 */
public record TableSchema(List<Column> columns) {
  public static final String KEY = "key";
  public static final String EVENT_TIME = "event_time";

  public TableSchema {
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (column.name().equals(KEY) || column.name().equals(EVENT_TIME)) {
        throw new IllegalArgumentException(
            "a value column is named \"" + column.name() + "\", as one that every table has");
      }
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("two columns are named \"" + column.name() + "\"");
      }
    }
  }

  /** The names of all columns, in order: {@code key}, {@code event_time}, then the values. */
  public List<String> columnNames() {
    return Stream.concat(Stream.of(KEY, EVENT_TIME), columns.stream().map(Column::name)).toList();
  }

  /** The value column of that exact name. */
  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }
}

package io.azof.storage.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The value columns of a table. Every table has the columns {@link #KEY} and {@link #EVENT_TIME}
 * before them, which are not listed here.
 *
 * @param id 1 for the first schema of a table, one more with each change of its columns
 * @param lastColumnId the greatest id that a column of the table ever had; 0 when it never had any
 */
public record TableSchema(int id, int lastColumnId, List<Column> columns) {
  public static final String KEY = "key";
  public static final String EVENT_TIME = "event_time";

  /** Of data files: the commit that brought the row. */
  public static final String SEQUENCE = "_seq";

  /** Of data files: whether the row says that its key is gone. */
  public static final String DELETED = "_deleted";

  public TableSchema {
    List<Column> numbered = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> physicalNames = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (Column column : columns) {
      Column given = column.id() == 0 ? column.withId(numbered.size() + 1) : column;
      numbered.add(given);
      if (column.name().equals(KEY) || column.name().equals(EVENT_TIME)) {
        throw new IllegalArgumentException(
            "a value column is named \"" + column.name() + "\", as one that every table has");
      }
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("two columns are named \"" + column.name() + "\"");
      }
      if (column.physicalName().equals(KEY) || column.physicalName().equals(EVENT_TIME)) {
        throw new IllegalArgumentException(
            "column \""
                + column.name()
                + "\" is named \""
                + column.physicalName()
                + "\" in data files, as one that every data file has");
      }
      if (!physicalNames.add(column.physicalName())) {
        throw new IllegalArgumentException(
            "two columns are named \"" + column.physicalName() + "\" in data files");
      }
      if (!ids.add(given.id())) {
        throw new IllegalArgumentException("two columns have the id " + given.id());
      }
      if (column.since() > id) {
        throw new IllegalArgumentException(
            "column \"" + column.name() + "\" is from schema " + column.since() + ", after " + id);
      }
    }
    for (int columnId : ids) {
      lastColumnId = Math.max(lastColumnId, columnId);
    }
    columns = List.copyOf(numbered);
  }

  /** The first schema of a table. */
  public TableSchema(List<Column> columns) {
    this(1, 0, columns);
  }

  /** The names of all columns, in order: {@code key}, {@code event_time}, then the values. */
  public List<String> columnNames() {
    return Stream.concat(Stream.of(KEY, EVENT_TIME), columns.stream().map(Column::name)).toList();
  }

  /** The value column of that exact name. */
  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** The value column of that id. */
  public Optional<Column> column(int columnId) {
    return columns.stream().filter(column -> column.id() == columnId).findFirst();
  }
}

package io.azof.cli;

import io.azof.cli.output.OutputColumn;
import io.azof.cli.output.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows that a command has made itself. */
final class ListedRows implements Rows {
  private final List<OutputColumn> columns;
  private final List<? extends List<? extends @Nullable Object>> rows;
  private int row = -1;

  /**
   * @param rows each with a value for each column
   */
  ListedRows(List<OutputColumn> columns, List<? extends List<? extends @Nullable Object>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Rows of what is known by name.
   *
   * @param facts each with a value for each column, by its name
   */
  static ListedRows ofFacts(List<OutputColumn> columns, List<Map<String, @Nullable Object>> facts) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Map<String, @Nullable Object> fact : facts) {
      List<@Nullable Object> row = new ArrayList<>();
      for (OutputColumn column : columns) {
        row.add(fact.get(column.name()));
      }
      rows.add(row);
    }
    return new ListedRows(columns, rows);
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    return ++row < rows.size();
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.get(row).get(column);
  }

  @Override
  public void close() {}
}

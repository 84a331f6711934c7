package io.azof.cli.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows from a list. */
final class GivenRows implements Rows {
  private final List<OutputColumn> columns;
  private final List<List<?>> rows;
  private int row = -1;

  GivenRows(List<OutputColumn> columns, List<List<?>> rows) {
    this.columns = columns;
    this.rows = rows;
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

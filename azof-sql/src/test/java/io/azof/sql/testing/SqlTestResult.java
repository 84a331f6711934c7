package io.azof.sql.testing;

import java.util.List;

/**
 * A result as text.
 *
 * @param types the Arrow type of each column, as {@link SqlTestText#type} writes it; empty when the
 *     connection does not tell
 * @param rows the values, as {@link SqlTestText#value} writes them
 */
public record SqlTestResult(List<String> columns, List<String> types, List<List<String>> rows) {
  public SqlTestResult {
    columns = List.copyOf(columns);
    types = List.copyOf(types);
    rows = List.copyOf(rows);
  }

  /** What a statement that changes something answers: how many rows. */
  public static SqlTestResult ofUpdate(long count) {
    return new SqlTestResult(List.of("rows"), List.of(), List.of(List.of(Long.toString(count))));
  }
}

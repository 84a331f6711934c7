package io.azof.storage.model;

/** A value column of a table. */
public record Column(String name, ColumnType type, boolean nullable) {
  public Column {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a column has an empty name");
    }
  }
}

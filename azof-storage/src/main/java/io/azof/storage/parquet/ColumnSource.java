package io.azof.storage.parquet;

import io.azof.storage.model.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a table's column come from in one data file.
 *
 * @param name of the column in the table
 * @param type of the column in the table
 * @param storedName its name in the file; null when the file was written before there was such a
 *     column
 * @param storedType its type in the file, which widens to {@code type}
 * @param defaultValue where it is not stored, the value in every row, as text; null for null
 */
public record ColumnSource(
    String name,
    ColumnType type,
    @Nullable String storedName,
    ColumnType storedType,
    @Nullable String defaultValue) {

  static ColumnSource stored(String name, ColumnType type, String storedName, ColumnType stored) {
    return new ColumnSource(name, type, storedName, stored, null);
  }

  static ColumnSource notStored(String name, ColumnType type, @Nullable String defaultValue) {
    return new ColumnSource(name, type, null, type, defaultValue);
  }

  /** Whether the file has the column just as the table has it. */
  boolean isAsInTable() {
    return name.equals(storedName) && type.equals(storedType);
  }
}

package io.azof.storage.model;

import org.jspecify.annotations.Nullable;

/**
 * A value column of a table.
 *
 * @param id stays with the column when it is renamed, and is never given to another column of the
 *     table; positive, or 0 as long as no {@link TableSchema} has given it one
 * @param name as it is called now
 * @param physicalName as it is called in data files
 * @param since the {@link TableSchema#id} of the schema that brought it: data files of older
 *     schemas do not have it
 * @param defaultValue what rows of files without the column have in it, as text in the form that
 *     CSV files have; null for null
 * @param doc what it means, for people; or null
 */
public record Column(
    int id,
    String name,
    ColumnType type,
    boolean nullable,
    String physicalName,
    int since,
    @Nullable String defaultValue,
    @Nullable String doc) {

  public Column {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a column has an empty name");
    }
    if (physicalName.isBlank()) {
      throw new IllegalArgumentException("column \"" + name + "\" has an empty physical name");
    }
    if (id < 0 || since < 1) {
      throw new IllegalArgumentException(
          "column \"" + name + "\" has the impossible id " + id + " or schema " + since);
    }
    if (defaultValue != null) {
      requireValue(name, type, defaultValue);
    }
  }

  /** A column of a new table. */
  public Column(String name, ColumnType type, boolean nullable) {
    this(0, name, type, nullable, name, 1, null, null);
  }

  Column withId(int newId) {
    return new Column(newId, name, type, nullable, physicalName, since, defaultValue, doc);
  }

  private static void requireValue(String name, ColumnType type, String text) {
    try {
      ValueText.parse(type, text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the default of column \"" + name + "\" " + e.getMessage(), e);
    }
  }

  /** The column under another name. */
  public Column named(String newName) {
    return new Column(id, newName, type, nullable, physicalName, since, defaultValue, doc);
  }

  /** The column of a wider type. */
  public Column ofType(ColumnType newType) {
    return new Column(id, name, newType, nullable, physicalName, since, defaultValue, doc);
  }

  /** The column with nulls allowed. */
  public Column allowingNulls() {
    return new Column(id, name, type, true, physicalName, since, defaultValue, doc);
  }

  /** The column with other words about it; null for none. */
  public Column withDoc(@Nullable String newDoc) {
    return new Column(id, name, type, nullable, physicalName, since, defaultValue, newDoc);
  }
}

package io.azof.storage.evolve;

import io.azof.storage.model.Column;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The columns of a schema by their names and ids. */
final class ColumnNames {
  /** Names of columns that every table or data file can have. */
  private static final Set<String> RESERVED =
      Set.of(TableSchema.KEY, TableSchema.EVENT_TIME, TableSchema.SEQUENCE, TableSchema.DELETED);

  private ColumnNames() {}

  /**
   * @throws IllegalArgumentException when a column cannot be called so, because another one is or
   *     because nothing may be
   */
  static void requireFree(TableSchema schema, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a column cannot have an empty name");
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "a column cannot be named \"" + name + "\", a name that is reserved");
    }
    for (Column column : schema.columns()) {
      if (isSame(column.name(), name)) {
        throw new IllegalArgumentException(
            "there is a column named \"" + column.name() + "\" already");
      }
    }
  }

  /**
   * The name that a new column has in data files. It is none that a column of the table has or had:
   * those of the first schema are what they are called, those of later ones end with their id.
   */
  static String physical(TableSchema schema, String name, int id) {
    String physical = name + "#" + id;
    while (isPhysical(schema, physical)) { // only beside a first column with such a name
      physical += "#" + id;
    }
    return physical;
  }

  private static boolean isPhysical(TableSchema schema, String name) {
    return schema.columns().stream().anyMatch(column -> isSame(column.physicalName(), name));
  }

  /** Whether people, SQL and the engine that writes data files could mistake them. */
  private static boolean isSame(String name, String other) {
    return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  static Column column(TableSchema schema, int columnId) {
    return schema
        .column(columnId)
        .orElseThrow(
            () -> new IllegalArgumentException("there is no column with the id " + columnId));
  }

  static TableSchema without(TableSchema schema, Column column) {
    List<Column> others = new ArrayList<>(schema.columns());
    others.remove(column);
    return new TableSchema(schema.id(), schema.lastColumnId(), others);
  }

  static TableSchema replace(TableSchema schema, int columnId, UnaryOperator<Column> change) {
    Column column = column(schema, columnId);
    List<Column> columns = new ArrayList<>(schema.columns());
    columns.set(columns.indexOf(column), change.apply(column));
    return new TableSchema(schema.id(), schema.lastColumnId(), columns);
  }
}

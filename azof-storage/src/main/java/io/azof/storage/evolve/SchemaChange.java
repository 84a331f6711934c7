package io.azof.storage.evolve;

import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a table's columns after which every data file that was written before can still be
 * read: docs/FORMAT.md, Evolution. Columns are meant by their ids, which stay when somebody renames
 * them meanwhile.
 */
public sealed interface SchemaChange {

  /** How long the text of a default may be: every row that is read may have it. */
  int DEFAULT_CHARACTERS_MAX = 1_000;

  /**
   * The schema after the change, under the same id.
   *
   * @param schema that is being made; its id is new already
   * @throws IllegalArgumentException when the schema cannot be changed so, with the reason
   */
  TableSchema applyTo(TableSchema schema);

  /** What is changed, in a few words for people. */
  @Override
  String toString();

  /**
   * The schema that follows another one, under the next id.
   *
   * @param changes in their order; at least one
   * @throws IllegalArgumentException when one of them cannot be made, with the reason
   */
  static TableSchema next(TableSchema current, List<SchemaChange> changes) {
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to change");
    }
    TableSchema next = new TableSchema(current.id() + 1, current.lastColumnId(), current.columns());
    for (SchemaChange change : changes) {
      next = change.applyTo(next);
    }
    return next;
  }

  /**
   * A new column behind the others.
   *
   * @param defaultValue what the rows that are there already have in it, as text in the form that
   *     CSV files have; null for null, which {@code nullable} must allow
   * @param doc what it means, for people; or null
   */
  record AddColumn(
      String name,
      ColumnType type,
      boolean nullable,
      @Nullable String defaultValue,
      @Nullable String doc)
      implements SchemaChange {

    @Override
    public TableSchema applyTo(TableSchema schema) {
      ColumnNames.requireFree(schema, name);
      if (!nullable && defaultValue == null) {
        throw new IllegalArgumentException(
            "column \""
                + name
                + "\" may not be null, but would be in the rows that are there already; give it a"
                + " default or allow nulls");
      }
      if (defaultValue != null && defaultValue.length() > DEFAULT_CHARACTERS_MAX) {
        throw new IllegalArgumentException(
            "the default of column \""
                + name
                + "\" has "
                + defaultValue.length()
                + " characters; "
                + DEFAULT_CHARACTERS_MAX
                + " are the most");
      }
      int id = schema.lastColumnId() + 1;
      List<Column> columns = new ArrayList<>(schema.columns());
      columns.add(
          new Column(
              id,
              name,
              type,
              nullable,
              ColumnNames.physical(schema, name, id),
              schema.id(),
              defaultValue,
              doc));
      return new TableSchema(schema.id(), id, columns);
    }

    @Override
    public String toString() {
      return "add column \"" + name + "\" " + type;
    }
  }

  /** Another name for a column; data files keep the one that they have for it. */
  record RenameColumn(int columnId, String newName) implements SchemaChange {
    @Override
    public TableSchema applyTo(TableSchema schema) {
      Column column = ColumnNames.column(schema, columnId);
      TableSchema others = ColumnNames.without(schema, column);
      ColumnNames.requireFree(others, newName);
      return ColumnNames.replace(schema, columnId, found -> found.named(newName));
    }

    @Override
    public String toString() {
      return "rename column " + columnId + " to \"" + newName + "\"";
    }
  }

  /** A column less; data files keep its values, which no column will ever have again. */
  record DropColumn(int columnId) implements SchemaChange {
    @Override
    public TableSchema applyTo(TableSchema schema) {
      return ColumnNames.without(schema, ColumnNames.column(schema, columnId));
    }

    @Override
    public String toString() {
      return "drop column " + columnId;
    }
  }

  /** A type that has every value of the type before: {@link ColumnType#widensTo}. */
  record WidenColumn(int columnId, ColumnType newType) implements SchemaChange {
    @Override
    public TableSchema applyTo(TableSchema schema) {
      Column column = ColumnNames.column(schema, columnId);
      if (column.type().equals(newType)) {
        throw new IllegalArgumentException(
            "column \"" + column.name() + "\" is of type " + newType + " already");
      }
      if (!column.type().widensTo(newType)) {
        throw new IllegalArgumentException(
            "column \""
                + column.name()
                + "\" of type "
                + column.type()
                + " cannot become "
                + newType
                + ", which does not have all its values");
      }
      return ColumnNames.replace(schema, columnId, found -> found.ofType(newType));
    }

    @Override
    public String toString() {
      return "widen column " + columnId + " to " + newType;
    }
  }

  /** Whether a column may be null; it can be allowed, but not be forbidden again. */
  record SetNullable(int columnId, boolean nullable) implements SchemaChange {
    @Override
    public TableSchema applyTo(TableSchema schema) {
      Column column = ColumnNames.column(schema, columnId);
      if (!nullable) {
        throw new IllegalArgumentException(
            "nulls in column \""
                + column.name()
                + "\" cannot be forbidden: rows that are there already may have some");
      }
      return ColumnNames.replace(schema, columnId, Column::allowingNulls);
    }

    @Override
    public String toString() {
      return "allow nulls in column " + columnId;
    }
  }

  /**
   * What a column means, for people.
   *
   * @param doc null for nothing
   */
  record SetDoc(int columnId, @Nullable String doc) implements SchemaChange {
    @Override
    public TableSchema applyTo(TableSchema schema) {
      return ColumnNames.replace(schema, columnId, found -> found.withDoc(doc));
    }

    @Override
    public String toString() {
      return "describe column " + columnId;
    }
  }
}

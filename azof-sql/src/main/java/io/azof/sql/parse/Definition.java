package io.azof.sql.parse;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** What CREATE, DROP and ALTER TABLE say. */
public sealed interface Definition {
  /** The name of the table. */
  SqlIdentifier table();

  /** What the cases make of this definition. */
  <T> T match(Cases<T> cases);

  /** What is made of a definition of each kind. */
  interface Cases<T> {
    T create(CreateTable definition);

    T drop(DropTable definition);

    T add(AddColumn definition);

    T drop(DropColumn definition);

    T rename(RenameColumn definition);

    T retype(SetDataType definition);

    T allowNulls(DropNotNull definition);
  }

  /**
   * A column.
   *
   * @param defaultValue an expression; null when there is none
   */
  record ColumnDefinition(
      SqlIdentifier name, SqlDataTypeSpec type, boolean nullable, @Nullable SqlNode defaultValue) {}

  /** CREATE TABLE. */
  record CreateTable(
      SqlIdentifier table,
      boolean ifNotExists,
      List<ColumnDefinition> columns,
      Map<String, String> properties)
      implements Definition {
    public CreateTable {
      columns = List.copyOf(columns);
      properties = Map.copyOf(properties);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.create(this);
    }
  }

  /** DROP TABLE. */
  record DropTable(SqlIdentifier table, boolean ifExists) implements Definition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.drop(this);
    }
  }

  /** ALTER TABLE … ADD COLUMN. */
  record AddColumn(SqlIdentifier table, ColumnDefinition column) implements Definition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.add(this);
    }
  }

  /** ALTER TABLE … DROP COLUMN. */
  record DropColumn(SqlIdentifier table, SqlIdentifier column) implements Definition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.drop(this);
    }
  }

  /** ALTER TABLE … RENAME COLUMN. */
  record RenameColumn(SqlIdentifier table, SqlIdentifier column, SqlIdentifier newName)
      implements Definition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.rename(this);
    }
  }

  /** ALTER TABLE … ALTER COLUMN … SET DATA TYPE. */
  record SetDataType(SqlIdentifier table, SqlIdentifier column, SqlDataTypeSpec type)
      implements Definition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.retype(this);
    }
  }

  /** ALTER TABLE … ALTER COLUMN … DROP NOT NULL. */
  record DropNotNull(SqlIdentifier table, SqlIdentifier column) implements Definition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.allowNulls(this);
    }
  }
}

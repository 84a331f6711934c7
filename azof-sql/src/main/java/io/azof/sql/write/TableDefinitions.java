package io.azof.sql.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.ColumnTypes;
import io.azof.sql.catalog.LakehouseSchema;
import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.parse.Definition;
import io.azof.sql.parse.Definition.AddColumn;
import io.azof.sql.parse.Definition.CreateTable;
import io.azof.sql.parse.Definition.DropColumn;
import io.azof.sql.parse.Definition.DropNotNull;
import io.azof.sql.parse.Definition.DropTable;
import io.azof.sql.parse.Definition.RenameColumn;
import io.azof.sql.parse.Definition.SetDataType;
import io.azof.sql.parse.SqlFault;
import io.azof.sql.plan.TargetTables;
import io.azof.storage.Lakehouse;
import io.azof.storage.evolve.SchemaChange;
import io.azof.storage.model.Column;
import io.azof.storage.model.TableSchema;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;

/** Makes, changes and removes tables as statements say; each is one commit or none. */
public final class TableDefinitions implements Definition.Cases<Boolean> {
  private final Lakehouse lakehouse;
  private final TargetTables tables;

  /** It is not closed here. */
  public TableDefinitions(Lakehouse lakehouse) {
    this.lakehouse = lakehouse;
    this.tables = new TargetTables(new LakehouseSchema(lakehouse, SessionSettings.NONE));
  }

  /**
   * Does what a definition says.
   *
   * @return whether there was something to do
   * @throws AzofException {@code SQL_INVALID} or {@code TABLE_NOT_FOUND} with line and column;
   *     {@code TABLE_EXISTS}, {@code ARGUMENT_INVALID}, {@code CONFLICT}, {@code COMMIT_UNKNOWN}
   */
  public static boolean run(Lakehouse lakehouse, Definition definition) {
    return definition.match(new TableDefinitions(lakehouse));
  }

  @Override
  public Boolean create(CreateTable definition) {
    TableSchema schema = DefinedColumns.schema(definition.columns());
    Optional<LakehouseTable> existing = tables.find(definition.table());
    if (existing.isPresent()) {
      if (definition.ifNotExists()) {
        return false;
      }
      throw SqlFault.at(
          ErrorCode.TABLE_EXISTS,
          definition.table().getParserPosition().getLineNum(),
          definition.table().getParserPosition().getColumnNum(),
          "There is a table \"" + existing.get().planned().name() + "\" already");
    }
    String name = tables.newName(definition.table());
    try {
      lakehouse.createTable(name, schema, definition.properties());
      return true;
    } catch (AzofException e) {
      if (e.code() == ErrorCode.TABLE_EXISTS && definition.ifNotExists()) {
        return false; // somebody else was faster
      }
      throw e;
    }
  }

  @Override
  public Boolean drop(DropTable definition) {
    Optional<LakehouseTable> table = tables.find(definition.table());
    if (table.isEmpty() && definition.ifExists()) {
      return false;
    }
    lakehouse.dropTable(tables.require(definition.table()).planned().name());
    return true;
  }

  @Override
  public Boolean add(AddColumn definition) {
    Column column = DefinedColumns.column(definition.column());
    return alter(
        definition,
        new SchemaChange.AddColumn(
            column.name(), column.type(), column.nullable(), column.defaultValue(), null));
  }

  @Override
  public Boolean drop(DropColumn definition) {
    return alter(
        definition, new SchemaChange.DropColumn(id(definition.table(), definition.column())));
  }

  @Override
  public Boolean rename(RenameColumn definition) {
    int id = id(definition.table(), definition.column());
    return alter(definition, new SchemaChange.RenameColumn(id, definition.newName().getSimple()));
  }

  @Override
  public Boolean retype(SetDataType definition) {
    int id = id(definition.table(), definition.column());
    return alter(definition, new SchemaChange.WidenColumn(id, ColumnTypes.of(definition.type())));
  }

  @Override
  public Boolean allowNulls(DropNotNull definition) {
    int id = id(definition.table(), definition.column());
    return alter(definition, new SchemaChange.SetNullable(id, true));
  }

  private boolean alter(Definition definition, SchemaChange change) {
    String name = tables.require(definition.table()).planned().name();
    lakehouse.alterTable(name, List.of(change));
    lakehouse.forget(name);
    return true;
  }

  private int id(SqlIdentifier table, SqlIdentifier column) {
    LakehouseTable found = tables.require(table);
    String name = TargetTables.column(column, found);
    return found
        .planned()
        .schema()
        .column(name)
        .orElseThrow(
            () ->
                SqlFault.invalid(
                    column.getParserPosition(),
                    "Every table has the column \"" + name + "\"; it stays as it is"))
        .id();
  }
}

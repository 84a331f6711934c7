package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.sql.catalog.LakehouseCatalog;
import io.azof.sql.catalog.LakehouseSchema;
import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.catalog.SqlTypeFactory;
import io.azof.sql.parse.SqlFault;
import io.azof.sql.parse.VersionedName;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The tables that statements change, by the names in them. */
public final class TargetTables {
  private final LakehouseCatalog catalog;

  /**
   * @param tables the tables that the statement may name
   */
  public TargetTables(LakehouseSchema tables) {
    this(LakehouseCatalog.of(tables, new SqlTypeFactory()));
  }

  TargetTables(LakehouseCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The table of a name; empty when there is none.
   *
   * @throws AzofException {@code SQL_INVALID} for one that can only be read
   */
  public Optional<LakehouseTable> find(SqlIdentifier name) {
    RelOptTable found = catalog.getTable(name.names);
    if (found == null) {
      return Optional.empty();
    }
    LakehouseTable table = found.unwrap(LakehouseTable.class);
    if (table == null || table.fixedVersion().isPresent()) {
      throw SqlFault.invalid(
          name.getParserPosition(), "\"" + written(name) + "\" can only be read");
    }
    return Optional.of(table);
  }

  /**
   * The table of a name.
   *
   * @throws AzofException {@code TABLE_NOT_FOUND} at the name; as {@link #find}
   */
  public LakehouseTable require(SqlIdentifier name) {
    SqlParserPos position = name.getParserPosition();
    return find(name)
        .orElseThrow(
            () ->
                ValidationErrors.noTable(
                    position.getLineNum(),
                    position.getColumnNum(),
                    written(name),
                    catalog.tables()));
  }

  /**
   * What a new table is called by that name.
   *
   * @throws AzofException {@code SQL_INVALID} for a name outside of the one schema that there is
   */
  public String newName(SqlIdentifier name) {
    List<String> names = name.names;
    List<String> place = names.subList(0, names.size() - 1);
    if (!catalog.isSchema(place)) {
      throw SqlFault.invalid(
          name.getParserPosition(),
          "There is no schema \"" + String.join(".", place) + "\"; tables are in \"main\"");
    }
    return names.get(names.size() - 1);
  }

  /**
   * The column of a table by its name: that of the name, else one that differs only by case.
   *
   * @throws AzofException {@code SQL_INVALID} when there is none
   */
  public static String column(SqlIdentifier name, LakehouseTable table) {
    return TargetColumns.find(name, table);
  }

  private static String written(SqlIdentifier name) {
    return VersionedName.shown(name.names.get(name.names.size() - 1));
  }
}

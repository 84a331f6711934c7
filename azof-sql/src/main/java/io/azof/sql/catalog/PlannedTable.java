package io.azof.sql.catalog;

import io.azof.storage.Table;
import io.azof.storage.model.TableSchema;

/**
 * What a plan knows of a table, whichever version its executions read.
 *
 * @param schema which the version that is read must have
 */
public record PlannedTable(String name, TableSchema schema) {
  static PlannedTable of(Table table) {
    return new PlannedTable(table.name(), table.schema());
  }
}

package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.parse.SqlFault;
import io.azof.storage.model.Column;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The columns of rows after an UPDATE, but {@code event_time}: what it sets, else what they have.
 *
 * @param assigned the expressions of the columns that it sets, by their names in the table
 */
record UpdatedColumns(LakehouseTable table, Map<String, SqlNode> assigned) {

  /**
   * @throws AzofException {@code SQL_INVALID} for a column that cannot be set, or is set twice
   */
  static UpdatedColumns of(SqlUpdate update, LakehouseTable table) {
    Map<String, SqlNode> assigned = new LinkedHashMap<>();
    for (int i = 0; i < update.getTargetColumnList().size(); i++) {
      SqlIdentifier name = (SqlIdentifier) update.getTargetColumnList().get(i);
      String column = column(name, table);
      if (assigned.put(column, update.getSourceExpressionList().get(i)) != null) {
        throw SqlFault.invalid(name.getParserPosition(), "Column \"" + column + "\" is set twice");
      }
    }
    return new UpdatedColumns(table, assigned);
  }

  private static String column(SqlIdentifier name, LakehouseTable table) {
    String column = TargetColumns.find(name, table);
    if (column.equals(TableSchema.KEY)) {
      throw SqlFault.invalid(
          name.getParserPosition(),
          "The key of a row cannot be set; INSERT it under the other key, and DELETE this one");
    }
    if (column.equals(TableSchema.EVENT_TIME)) {
      throw SqlFault.invalid(
          name.getParserPosition(),
          "The event time of a row cannot be set; write UPDATE "
              + table.shownName()
              + " AT (x) for a new version at x");
    }
    return column;
  }

  /** The names of the columns, at that position. */
  SqlNodeList names(SqlParserPos position) {
    List<SqlNode> names = new ArrayList<>();
    names.add(new SqlIdentifier(TableSchema.KEY, position));
    for (Column column : table.planned().schema().columns()) {
      names.add(new SqlIdentifier(column.name(), position));
    }
    return new SqlNodeList(names, position);
  }

  /**
   * Their values, in the same order.
   *
   * @param alias of the table in the query that has the state before
   */
  SqlNodeList values(String alias, SqlParserPos position) {
    List<SqlNode> values = new ArrayList<>();
    values.add(key(alias, position));
    for (Column column : table.planned().schema().columns()) {
      SqlNode value = assigned.get(column.name());
      values.add(
          value == null ? new SqlIdentifier(List.of(alias, column.name()), position) : value);
    }
    return new SqlNodeList(values, position);
  }

  /** The key of the rows of a table in a query. */
  static SqlNode key(String alias, SqlParserPos position) {
    return new SqlIdentifier(List.of(alias, TableSchema.KEY), position);
  }
}

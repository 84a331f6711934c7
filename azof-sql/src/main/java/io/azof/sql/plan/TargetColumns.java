package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.parse.SqlFault;
import io.azof.storage.model.Column;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNodeList;

/** Rows with the columns, the names and the types of the table that they are written to. */
final class TargetColumns {
  private static final int EVENT_TIME = 1;

  private TargetColumns() {}

  /** The rows of an INSERT. */
  static RelNode inserted(TableModify modify) {
    return cast(modify, List.of());
  }

  /** The rows of an UPDATE, which are of the time at which the table is changed. */
  static RelNode updated(TableModify modify) {
    return cast(modify, List.of(time(modify.getInput())));
  }

  /** The keys of a DELETE and the time at which the table is changed. */
  static RelNode deleted(RelNode keys) {
    RexBuilder rex = keys.getCluster().getRexBuilder();
    return LogicalProject.create(
        keys,
        List.of(),
        List.of(rex.makeInputRef(keys, 0), time(keys)),
        List.of(TableSchema.KEY, TableSchema.EVENT_TIME),
        Set.of());
  }

  /** The time of the state that a change starts from: the first table's. */
  private static RexNode time(RelNode rows) {
    RelNode node = rows;
    while (!(node instanceof Snapshot)) {
      node = node.getInput(0);
    }
    return ((Snapshot) node).getPeriod();
  }

  /**
   * @param time the event time of all rows; none when each has its own
   */
  private static RelNode cast(TableModify modify, List<RexNode> time) {
    RelNode rows = modify.getInput();
    RexBuilder rex = rows.getCluster().getRexBuilder();
    List<RelDataTypeField> target = modify.getTable().getRowType().getFieldList();
    List<RexNode> values = new ArrayList<>();
    for (int i = 0; i < target.size(); i++) {
      boolean isTime = i == EVENT_TIME && !time.isEmpty();
      values.add(
          isTime ? time.get(0) : cast(rex, rex.makeInputRef(rows, i), target.get(i).getType()));
    }
    return LogicalProject.create(
        rows, List.of(), values, modify.getTable().getRowType().getFieldNames(), Set.of());
  }

  private static RexNode cast(RexBuilder rex, RexNode value, RelDataType target) {
    RelDataTypeFactory types = rex.getTypeFactory();
    RelDataType type = types.createTypeWithNullability(target, value.getType().isNullable());
    return value.getType().equals(type) ? value : rex.makeAbstractCast(type, value, false);
  }

  /**
   * Requires that an INSERT that names its columns names those that must have a value.
   *
   * @throws AzofException {@code SQL_INVALID}, at the names
   */
  static void requireAll(SqlInsert insert, LakehouseTable table) {
    SqlNodeList named = insert.getTargetColumnList();
    if (named == null) {
      return;
    }
    List<String> names = named.stream().map(name -> find((SqlIdentifier) name, table)).toList();
    for (Column column : table.planned().schema().columns()) {
      if (!column.nullable() && column.defaultValue() == null && !names.contains(column.name())) {
        throw lacks(named, table, column.name());
      }
    }
    if (!names.contains(TableSchema.KEY)) {
      throw lacks(named, table, TableSchema.KEY);
    }
  }

  private static AzofException lacks(SqlNodeList named, LakehouseTable table, String column) {
    return SqlFault.invalid(
        named.getParserPosition(),
        "Rows of table \""
            + table.shownName()
            + "\" must have a value in column \""
            + column
            + "\"; name it here");
  }

  /**
   * The column that a name means: that of the name, else one whose name differs only by case.
   *
   * @throws AzofException {@code SQL_INVALID} when there is none
   */
  static String find(SqlIdentifier name, LakehouseTable table) {
    List<String> columns = table.planned().schema().columnNames();
    String asked = name.getSimple();
    if (columns.contains(asked)) {
      return asked;
    }
    return columns.stream()
        .filter(asked::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(
            () ->
                SqlFault.at(
                    ErrorCode.SQL_INVALID,
                    name.getParserPosition().getLineNum(),
                    name.getParserPosition().getColumnNum(),
                    "There is no column \""
                        + asked
                        + "\" in \""
                        + table.shownName()
                        + "\""
                        + NearestName.question(asked, columns)));
  }
}

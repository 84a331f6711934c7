package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.sql.catalog.LakehouseCatalog;
import io.azof.sql.catalog.LakehouseSchema;
import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.catalog.SqlTypeFactory;
import io.azof.sql.parse.ChangeStatement;
import io.azof.sql.parse.EventTimeOperator;
import io.azof.sql.plan.ChangePlan.Kind;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statements that change rows: an INSERT as it is; an UPDATE as the INSERT of what its
 * rows will be; a DELETE as the query for the keys that will be gone.
 */
public final class ChangePlanner {
  private final ChangeStatement statement;
  private final LakehouseCatalog catalog;
  private final TargetTables targets;

  private ChangePlanner(ChangeStatement statement, LakehouseCatalog catalog) {
    this.statement = statement;
    this.catalog = catalog;
    this.targets = new TargetTables(catalog);
  }

  /**
   * Plans a statement.
   *
   * @param tables the tables that the statement may name
   * @throws AzofException {@code SQL_INVALID}, {@code TABLE_NOT_FOUND} or {@code UNSUPPORTED}, with
   *     line and column where they are known
   */
  public static ChangePlan plan(ChangeStatement statement, LakehouseSchema tables) {
    return new ChangePlanner(statement, LakehouseCatalog.of(tables, new SqlTypeFactory())).plan();
  }

  private ChangePlan plan() {
    SqlNode change = statement.change();
    if (change instanceof SqlInsert insert) {
      return insert(insert);
    }
    return change instanceof SqlUpdate update ? update(update) : delete((SqlDelete) change);
  }

  private ChangePlan insert(SqlInsert insert) {
    SqlIdentifier name = (SqlIdentifier) insert.getTargetTable();
    LakehouseTable target = targets.require(name);
    TargetColumns.requireAll(insert, target);
    QueryPlan rows =
        rows(read(insert, target), root -> TargetColumns.inserted((TableModify) root.rel));
    return new ChangePlan(target.planned(), Kind.PUT, rows, false, rows.readsTables());
  }

  private ChangePlan update(SqlUpdate update) {
    LakehouseTable target = targets.require(name(update.getTargetTable()));
    SqlParserPos position = update.getParserPosition();
    String alias = alias(update.getTargetTable(), update.getAlias());
    UpdatedColumns columns = UpdatedColumns.of(update, target);
    SqlNode source =
        select(
            columns.values(alias, position),
            update.getTargetTable(),
            alias,
            update.getCondition(),
            position);
    SqlInsert insert =
        new SqlInsert(
            position,
            SqlNodeList.EMPTY,
            name(update.getTargetTable()),
            source,
            columns.names(position));
    QueryPlan rows =
        rows(read(insert, target), root -> TargetColumns.updated((TableModify) root.rel));
    return new ChangePlan(target.planned(), Kind.PUT, rows, true, true);
  }

  private ChangePlan delete(SqlDelete delete) {
    LakehouseTable target = targets.require(name(delete.getTargetTable()));
    SqlParserPos position = delete.getParserPosition();
    String alias = alias(delete.getTargetTable(), delete.getAlias());
    SqlNodeList key = SqlNodeList.of(UpdatedColumns.key(alias, position));
    SqlNode keys = select(key, delete.getTargetTable(), alias, delete.getCondition(), position);
    QueryPlan rows = rows(keys, root -> TargetColumns.deleted(root.project()));
    return new ChangePlan(target.planned(), Kind.DELETE, rows, true, true);
  }

  private SqlInsert read(SqlInsert insert, LakehouseTable target) {
    return InsertedValues.read(insert, target, target.getRowType(catalog.getTypeFactory()));
  }

  private QueryPlan rows(SqlNode query, Function<RelRoot, RelNode> rowsOf) {
    return QueryPlanner.plan(
        query,
        statement.parameterCount(),
        catalog,
        root -> RelRoot.of(rowsOf.apply(root), SqlKind.SELECT));
  }

  private static SqlIdentifier name(SqlNode table) {
    return (SqlIdentifier) (table instanceof SqlSnapshot snapshot ? snapshot.getTableRef() : table);
  }

  private static String alias(SqlNode table, @Nullable SqlIdentifier alias) {
    List<String> names = alias == null ? name(table).names : alias.names;
    return names.get(names.size() - 1);
  }

  /** The state of the table at the time at which it is changed. */
  private static SqlSelect select(
      SqlNodeList items,
      SqlNode table,
      String alias,
      @Nullable SqlNode condition,
      SqlParserPos position) {
    SqlNode state =
        table instanceof SqlSnapshot
            ? table
            : new SqlSnapshot(
                position,
                table,
                EventTimeOperator.of(CurrentTime.CURRENT_TIMESTAMP.createCall(position)));
    SqlNode from =
        SqlStdOperatorTable.AS.createCall(
            table.getParserPosition(), state, new SqlIdentifier(alias, position));
    return new SqlSelect(
        position,
        null,
        items,
        from,
        condition,
        null,
        null,
        SqlNodeList.EMPTY,
        null,
        null,
        null,
        null,
        SqlNodeList.EMPTY);
  }
}

package io.azof.sql.plan;

import com.google.common.collect.ImmutableList;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAsofJoin;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * The join of rows with the state that a table had at the time of each of them. When the key is
 * compared it is an ASOF join with the table's history, since the versions of a key follow each
 * other; else a join by the times that versions are valid between.
 */
final class TemporalJoin {
  private final RelDataType rowType;
  private final CorrelationId rows;
  private final JoinRelType type;
  private final RelNode left;
  private final AsOfScan scan;
  private final HistoryScan history;
  private final RexBuilder rex;
  private final List<RexNode> leftColumns;

  /**
   * @param correlate the join as it was written
   * @param left its left side
   * @param scan its right side
   * @param history of the table of the scan: the columns of that, then the two times
   */
  TemporalJoin(Correlate correlate, RelNode left, AsOfScan scan, HistoryScan history) {
    this.rowType = correlate.getRowType();
    this.rows = correlate.getCorrelationId();
    this.type = correlate.getJoinType();
    this.left = left;
    this.scan = scan;
    this.history = history;
    this.rex = left.getCluster().getRexBuilder();
    this.leftColumns = new ArrayList<>(rex.identityProjects(left.getRowType()));
  }

  /**
   * @param filters the conditions of the join, on the columns of the scan and variables for those
   *     of the rows
   */
  RelNode of(List<RexNode> filters) {
    RexNode time = column(RowTime.timestamp(rex, overLeft(scan.times().get(0))));
    List<RexNode> conditions = new ArrayList<>(RelOptUtil.conjunctions(all(filters)));
    Optional<RexNode> byKey = conditions.stream().filter(this::comparesKey).findFirst();
    byKey.ifPresent(conditions::remove);
    Optional<RexNode> key = byKey.map(this::keyOfRow).map(this::column);
    int leftCount = leftColumns.size();
    List<RexNode> remaining = new ArrayList<>();
    conditions.forEach(condition -> remaining.add(condition.accept(new OverJoin(leftCount))));
    RexNode validFrom = historyColumn(leftCount, scan.getRowType().getFieldCount());
    RexNode validTo = historyColumn(leftCount, scan.getRowType().getFieldCount() + 1);
    RexNode started = RowTime.isStarted(rex, validFrom, time);
    remaining.add(RowTime.isNotEnded(rex, validTo, time));
    return key.map(row -> asOfJoin(leftCount, row, started, all(remaining)))
        .orElseGet(
            () -> {
              remaining.add(started);
              return joinByTimes(leftCount, all(remaining));
            });
  }

  private RelNode asOfJoin(int leftCount, RexNode key, RexNode started, RexNode valid) {
    RexNode sameKey =
        rex.makeCall(SqlStdOperatorTable.EQUALS, key, historyColumn(leftCount, keyIndex()));
    boolean isLeft = type == JoinRelType.LEFT;
    RelNode nearest =
        LogicalAsofJoin.create(
            leftWithColumns(),
            history,
            List.of(),
            sameKey,
            started,
            isLeft ? JoinRelType.LEFT_ASOF : JoinRelType.ASOF,
            ImmutableList.of());
    return isLeft
        ? projected(nearest, leftCount, valid)
        : projected(LogicalFilter.create(nearest, valid), leftCount, null);
  }

  private RelNode joinByTimes(int leftCount, RexNode condition) {
    return projected(
        LogicalJoin.create(leftWithColumns(), history, List.of(), condition, Set.of(), type),
        leftCount,
        null);
  }

  /**
   * The columns that the join has as it was written.
   *
   * @param valid what must hold for those of the table to be more than null; null: nothing
   */
  private RelNode projected(RelNode joined, int leftCount, @Nullable RexNode valid) {
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < left.getRowType().getFieldCount(); i++) {
      columns.add(rex.makeInputRef(joined, i));
    }
    for (int i = 0; i < scan.getRowType().getFieldCount(); i++) {
      RexNode column = rex.makeInputRef(joined, leftCount + i);
      columns.add(
          valid == null
              ? column
              : rex.makeCall(
                  SqlStdOperatorTable.CASE, valid, column, rex.makeNullLiteral(column.getType())));
    }
    return LogicalProject.create(joined, List.of(), columns, rowType.getFieldNames(), Set.of());
  }

  /** The left side with what {@link #column} added to it. */
  private RelNode leftWithColumns() {
    int count = left.getRowType().getFieldCount();
    if (leftColumns.size() == count) {
      return left;
    }
    List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
    for (int i = count; i < leftColumns.size(); i++) {
      names.add("row_" + i);
    }
    return LogicalProject.create(left, List.of(), leftColumns, names, Set.of());
  }

  /** An expression over the left side as a column of it. */
  private RexNode column(RexNode expression) {
    int index = leftColumns.indexOf(expression);
    if (index < 0) {
      index = leftColumns.size();
      leftColumns.add(expression);
    }
    return rex.makeInputRef(expression.getType(), index);
  }

  private RexNode historyColumn(int leftCount, int index) {
    RelDataType columnType = history.getRowType().getFieldList().get(index).getType();
    return rex.makeInputRef(columnType, leftCount + index);
  }

  private RexNode all(List<RexNode> conditions) {
    return RexUtil.composeConjunction(rex, conditions);
  }

  private int keyIndex() {
    return scan.columnNames().indexOf(TableSchema.KEY);
  }

  private boolean comparesKey(RexNode condition) {
    return condition.isA(SqlKind.EQUALS)
        && (isKey(operand(condition, 0)) && isOfRow(operand(condition, 1))
            || isKey(operand(condition, 1)) && isOfRow(operand(condition, 0)));
  }

  private RexNode keyOfRow(RexNode comparison) {
    return overLeft(operand(comparison, isKey(operand(comparison, 0)) ? 1 : 0));
  }

  private static RexNode operand(RexNode call, int index) {
    return ((RexCall) call).getOperands().get(index);
  }

  private boolean isKey(RexNode expression) {
    return expression instanceof RexInputRef column && column.getIndex() == keyIndex();
  }

  private static boolean isOfRow(RexNode expression) {
    return RelOptUtil.InputFinder.bits(expression).isEmpty();
  }

  private RexNode overLeft(RexNode expression) {
    return expression.accept(new OverJoin(0));
  }

  /** Puts columns in the place of variables, and those of the table behind those of the rows. */
  private final class OverJoin extends RexShuttle {
    private final int leftCount;

    private OverJoin(int leftCount) {
      this.leftCount = leftCount;
    }

    @Override
    public RexNode visitInputRef(RexInputRef column) {
      return rex.makeInputRef(column.getType(), leftCount + column.getIndex());
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      boolean isOfRows =
          access.getReferenceExpr() instanceof RexCorrelVariable variable
              && variable.id.equals(rows);
      return isOfRows
          ? rex.makeInputRef(access.getType(), access.getField().getIndex())
          : super.visitFieldAccess(access);
    }
  }
}

package io.azof.sql.plan;

import io.azof.sql.catalog.LakehouseTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Turns tables as of a time that each row of another table has for itself into their histories,
 * where each row looks for the version that was valid at its time: one set-based plan, never a scan
 * per row.
 */
final class TemporalJoins extends PlanShuttle {
  private TemporalJoins() {}

  static RelNode resolve(RelNode plan) {
    return plan.accept(new TemporalJoins());
  }

  @Override
  public RelNode visit(RelNode node) {
    if (node instanceof Correlate correlate) {
      List<RexNode> conditions = new ArrayList<>();
      RelNode right = correlate.getRight();
      while (right instanceof Filter filter) {
        conditions.add(0, filter.getCondition());
        right = filter.getInput();
      }
      if (right instanceof AsOfScan scan && RowTime.isOf(scan, correlate.getCorrelationId())) {
        RelNode left = correlate.getLeft().accept(this);
        return new TemporalJoin(correlate, left, scan, history(scan)).of(conditions);
      }
    }
    return super.visit(node);
  }

  @Override
  public RelNode visit(org.apache.calcite.rel.core.TableScan scan) {
    return scan instanceof AsOfScan asOf && RowTime.isIn(asOf) ? validAtRowTime(asOf) : scan;
  }

  /** The versions that are valid at the time of a row of a query around this one. */
  private static RelNode validAtRowTime(AsOfScan scan) {
    HistoryScan history = history(scan);
    RexBuilder rex = scan.getCluster().getRexBuilder();
    RexNode time = RowTime.timestamp(rex, scan.times().get(0));
    int validFrom = scan.getRowType().getFieldCount();
    List<RexNode> columns = rex.identityProjects(history.getRowType());
    RexNode valid =
        RexUtil.composeConjunction(
            rex,
            List.of(
                RowTime.isStarted(rex, columns.get(validFrom), time),
                RowTime.isNotEnded(rex, columns.get(validFrom + 1), time)));
    return LogicalProject.create(
        LogicalFilter.create(history, valid),
        List.of(),
        columns.subList(0, validFrom),
        scan.getRowType().getFieldNames(),
        Set.of());
  }

  /** All columns of a scan, in their order, then the two times of a history. */
  private static HistoryScan history(AsOfScan scan) {
    RelOptTable table = scan.getTable();
    List<String> name = new ArrayList<>(table.getQualifiedName());
    name.set(name.size() - 1, table.unwrapOrThrow(LakehouseTable.class).historyName());
    RelOptSchema schema = Objects.requireNonNull(table.getRelOptSchema());
    RelOptTable history = Objects.requireNonNull(schema.getTableForMember(name));
    return (HistoryScan)
        LakehouseScan.of(LogicalTableScan.create(scan.getCluster(), history, List.of()));
  }
}

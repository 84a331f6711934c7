package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.catalog.SystemTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;

/** Turns every table and its time clause into one {@link LakehouseScan}, in subqueries too. */
final class ScanResolution extends PlanShuttle {
  private ScanResolution() {}

  static RelNode resolve(RelNode plan) {
    return plan.accept(new ScanResolution());
  }

  @Override
  public RelNode visit(TableScan scan) {
    SystemTable systemTable = scan.getTable().unwrap(SystemTable.class);
    if (systemTable != null) {
      return SystemScan.of(scan, systemTable);
    }
    if (scan.getTable().unwrap(LakehouseTable.class) == null) {
      throw new AzofException(ErrorCode.UNSUPPORTED, "A recursive WITH is not supported yet");
    }
    return LakehouseScan.of(scan);
  }

  @Override
  public RelNode visit(RelNode node) {
    if (node instanceof Snapshot snapshot) {
      RelNode input = snapshot.getInput().accept(this);
      RexCall clause = (RexCall) snapshot.getPeriod();
      if (input instanceof HistoryScan scan) {
        return scan.over(clause.getOperator(), clause.getOperands());
      }
      if (input instanceof AsOfScan scan) {
        return scan.at(clause.getOperands().get(0));
      }
      throw new IllegalStateException("a time clause over " + input.getRelTypeName());
    }
    return super.visit(node);
  }
}

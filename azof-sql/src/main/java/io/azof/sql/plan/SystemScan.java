package io.azof.sql.plan;

import io.azof.sql.catalog.SystemTable;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;

/** All columns of a system table. */
public final class SystemScan extends TableScan {
  private final SystemTable systemTable;

  private SystemScan(TableScan scan, SystemTable systemTable) {
    super(scan.getCluster(), scan.getTraitSet(), List.of(), scan.getTable());
    this.systemTable = systemTable;
  }

  static SystemScan of(TableScan scan, SystemTable systemTable) {
    return new SystemScan(scan, systemTable);
  }

  /** What is read. */
  public SystemTable systemTable() {
    return systemTable;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return this;
  }
}

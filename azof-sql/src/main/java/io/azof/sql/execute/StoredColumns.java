package io.azof.sql.execute;

import io.azof.sql.plan.LakehouseScan;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/** The columns of a plan that are of tables or written out, of which nothing was computed. */
final class StoredColumns {
  private StoredColumns() {}

  /** Whether a column of a node is one; false when it is not known. */
  static boolean has(RelNode node, int column) {
    if (node instanceof LakehouseScan || node instanceof Values) {
      return true;
    }
    if (node instanceof Filter || node instanceof Sort) {
      return has(node.getInput(0), column);
    }
    if (node instanceof Project project) {
      RexNode expression = project.getProjects().get(column);
      return expression instanceof RexInputRef input && has(project.getInput(), input.getIndex());
    }
    if (node instanceof Join join) {
      int leftCount = join.getLeft().getRowType().getFieldCount();
      return column < leftCount
          ? has(join.getLeft(), column)
          : has(join.getRight(), column - leftCount);
    }
    if (node instanceof Aggregate aggregate && column < aggregate.getGroupCount()) {
      return has(aggregate.getInput(), aggregate.getGroupSet().nth(column));
    }
    return false;
  }
}

package io.azof.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * A plan without open parameters.
 *
 * @param root what is computed
 * @param schema what comes out, field by field
 */
public record BoundPlan(RelNode root, Schema schema) {

  /**
   * The only scan, with the columns of the result by their names in the table, when the plan does
   * nothing but choose and rename columns.
   */
  public Optional<BareScan> bareScan() {
    if (root instanceof LakehouseScan scan) {
      return BareScan.of(scan, scan.columnNames());
    }
    if (root instanceof Project project && project.getInput() instanceof LakehouseScan scan) {
      List<String> columns = new ArrayList<>();
      for (RexNode expression : project.getProjects()) {
        if (!(expression instanceof RexInputRef column)) {
          return Optional.empty();
        }
        columns.add(scan.columnNames().get(column.getIndex()));
      }
      return BareScan.of(scan, columns);
    }
    return Optional.empty();
  }

  /** The plan as text, one operator a line. */
  public String explained() {
    return RelOptUtil.toString(root).stripTrailing();
  }

  /**
   * A scan that needs no engine.
   *
   * @param columns what it selects, each once, in the order of the result
   */
  public record BareScan(LakehouseScan scan, List<String> columns) {
    private static Optional<BareScan> of(LakehouseScan scan, List<String> columns) {
      boolean distinct = columns.stream().distinct().count() == columns.size();
      return distinct ? Optional.of(new BareScan(scan, columns)) : Optional.empty();
    }
  }
}

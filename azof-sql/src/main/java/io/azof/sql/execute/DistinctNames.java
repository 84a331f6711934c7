package io.azof.sql.execute;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelShuttleImpl;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/** Renames columns of subqueries that differ only by case, which the engine takes for the same. */
final class DistinctNames extends RelShuttleImpl {
  @Override
  public RelNode visit(LogicalProject project) {
    LogicalProject visited = (LogicalProject) super.visit(project);
    List<String> names = visited.getRowType().getFieldNames();
    List<String> distinct = SqlValidatorUtil.uniquify(names, false);
    if (distinct.equals(names)) {
      return visited;
    }
    RelDataType renamed =
        visited
            .getCluster()
            .getTypeFactory()
            .createStructType(
                visited.getRowType().getFieldList().stream().map(f -> f.getType()).toList(),
                distinct);
    return visited.copy(visited.getTraitSet(), visited.getInput(), visited.getProjects(), renamed);
  }
}

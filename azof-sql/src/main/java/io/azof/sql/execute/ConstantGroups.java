package io.azof.sql.execute;

import io.azof.sql.plan.PlanShuttle;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Makes constants that are grouped by expressions, because the engine takes a bare number there as
 * the place of a column (so it does {@code -(-1)}) and refuses a bare text.
 */
final class ConstantGroups extends PlanShuttle {
  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    if (visited instanceof Aggregate aggregate
        && aggregate.getInput() instanceof Project project
        && aggregate.getGroupSet().asList().stream().anyMatch(key -> isConstant(project, key))) {
      return aggregate.copy(aggregate.getTraitSet(), List.of(expressions(project, aggregate)));
    }
    return visited;
  }

  /** Whether it is one of this projection or, since Calcite writes them as one, of one before. */
  private static boolean isConstant(Project project, int column) {
    RexNode value = project.getProjects().get(column);
    return value instanceof RexInputRef before && project.getInput() instanceof Project input
        ? isConstant(input, before.getIndex())
        : RexUtil.isConstant(value);
  }

  private static Project expressions(Project project, Aggregate aggregate) {
    List<RexNode> columns = new ArrayList<>(project.getProjects());
    for (int key : aggregate.getGroupSet()) {
      RexNode value = columns.get(key);
      if (isConstant(project, key)) {
        columns.set(
            key,
            project.getCluster().getRexBuilder().makeAbstractCast(value.getType(), value, false));
      }
    }
    return project.copy(project.getTraitSet(), project.getInput(), columns, project.getRowType());
  }
}

package io.azof.sql.execute;

import io.azof.sql.plan.PlanShuttle;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexOver;

/**
 * Puts a query of its own around windows whose values are grouped by, because the engine knows none
 * in GROUP BY.
 */
final class WindowGroups extends PlanShuttle {
  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    if (visited instanceof Aggregate aggregate
        && aggregate.getInput() instanceof Project project
        && RexOver.containsOver(project.getProjects(), null)) {
      RelNode apart =
          LogicalFilter.create(project, project.getCluster().getRexBuilder().makeLiteral(true));
      return aggregate.copy(aggregate.getTraitSet(), List.of(apart));
    }
    return visited;
  }
}

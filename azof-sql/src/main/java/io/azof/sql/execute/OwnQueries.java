package io.azof.sql.execute;

import io.azof.sql.plan.PlanShuttle;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;

/**
 * Puts a query of its own around what Calcite must not merge with what is around it: windows whose
 * values are grouped by, because the engine knows none in GROUP BY; what several sets of columns
 * are made of, because two columns of one expression would be one column; subqueries whose values
 * are used, because they would be written in each place that uses them, and read an input that can
 * be read once; and groups of which a subquery is asked, because Calcite writes no parentheses
 * around one in HAVING.
 */
final class OwnQueries extends PlanShuttle {
  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    if (visited instanceof Aggregate aggregate
        && aggregate.getInput() instanceof Project project
        && (aggregate.getGroupType() != Aggregate.Group.SIMPLE
            || RexOver.containsOver(project.getProjects(), null))) {
      return aggregate.copy(aggregate.getTraitSet(), List.of(apart(project)));
    }
    if (visited instanceof Filter filter
        && filter.getInput() instanceof Aggregate aggregate
        && RexUtil.SubQueryFinder.find(filter.getCondition()) != null) {
      return filter.copy(filter.getTraitSet(), List.of(apart(aggregate)));
    }
    boolean hasSubQuery =
        visited instanceof Project project
            && RexUtil.SubQueryFinder.find(project.getProjects()) != null;
    return hasSubQuery ? apart(visited) : visited;
  }

  /** A query of its own, which gives the same rows. */
  static RelNode apart(RelNode rows) {
    return LogicalFilter.create(rows, rows.getCluster().getRexBuilder().makeLiteral(true));
  }
}

package io.azof.sql.plan;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Rewrites all nodes of a plan, those in subqueries too, from the leaves to the root. */
public abstract class PlanShuttle extends RelHomogeneousShuttle {
  private final RexShuttle inSubQueries =
      new RexShuttle() {
        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
          RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
          return visited.clone(visitRoot(visited));
        }
      };

  /** The plan of a subquery, rewritten. */
  protected RelNode visitRoot(RexSubQuery subQuery) {
    return subQuery.rel.accept(this);
  }

  /** The node with inputs and subqueries that are rewritten. */
  @Override
  public RelNode visit(RelNode node) {
    return super.visit(node).accept(inSubQueries);
  }
}

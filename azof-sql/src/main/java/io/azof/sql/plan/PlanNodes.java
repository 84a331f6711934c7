package io.azof.sql.plan;

import java.util.function.Consumer;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;

/** All nodes of a plan. */
public final class PlanNodes {
  private PlanNodes() {}

  /** Tells each node of a plan, those in subqueries too. */
  public static void forEach(RelNode plan, Consumer<RelNode> told) {
    new RelVisitor() {
      @Override
      public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
        told.accept(node);
        forEachSubQuery(node, subQuery -> forEach(subQuery.rel, told));
        super.visit(node, ordinal, parent);
      }
    }.go(plan);
  }

  /** Tells the subqueries of a node's own expressions, but none within them. */
  static void forEachSubQuery(RelNode node, Consumer<RexSubQuery> told) {
    node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            told.accept(subQuery);
            return super.visitSubQuery(subQuery);
          }
        });
  }
}

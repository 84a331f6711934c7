package io.azof.sql.plan;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
    RexShuttle inSubQueries =
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            forEach(subQuery.rel, told);
            return super.visitSubQuery(subQuery);
          }
        };
    new RelVisitor() {
      @Override
      public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
        told.accept(node);
        node.accept(inSubQueries);
        super.visit(node, ordinal, parent);
      }
    }.go(plan);
  }

  /** Whether each node of a plan is so, those in subqueries too. */
  static boolean all(RelNode plan, Predicate<RelNode> isSo) {
    AtomicBoolean all = new AtomicBoolean(true);
    forEach(plan, node -> all.compareAndSet(true, isSo.test(node)));
    return all.get();
  }
}

package io.azof.sql.plan;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlAggFunction;

/**
 * Whether what Calcite says of nulls holds. It calls some functions not null that are null for an
 * empty frame, a row beyond the first or last, or a group of one row.
 */
final class SureNulls {
  private static final Set<String> SURE_IN_GROUPS =
      Set.of(
          "$SUM0",
          "ANY_VALUE",
          "AVG",
          "BOOL_AND",
          "BOOL_OR",
          "COUNT",
          "EVERY",
          "GROUPING",
          "GROUPING_ID",
          "MAX",
          "MIN",
          "SOME",
          "STDDEV_POP",
          "SUM",
          "VAR_POP");

  private static final Set<String> SURE_IN_WINDOWS =
      Set.of("COUNT", "CUME_DIST", "DENSE_RANK", "NTILE", "PERCENT_RANK", "RANK", "ROW_NUMBER");

  private SureNulls() {}

  /** Whether no expression of a plan can be null that its type calls not null. */
  static boolean in(RelNode plan) {
    return PlanNodes.all(plan, SureNulls::isSure);
  }

  private static boolean isSure(RelNode node) {
    AtomicBoolean sure = new AtomicBoolean(true);
    node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitOver(RexOver over) {
            sure.compareAndSet(true, SURE_IN_WINDOWS.contains(over.getAggOperator().getName()));
            return super.visitOver(over);
          }
        });
    return sure.get()
        && (!(node instanceof Aggregate aggregate)
            || aggregate.getAggCallList().stream()
                .map(call -> call.getAggregation())
                .map(SqlAggFunction::getName)
                .allMatch(SURE_IN_GROUPS::contains));
  }
}

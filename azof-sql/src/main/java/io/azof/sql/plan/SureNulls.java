package io.azof.sql.plan;

import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlAggFunction;
import org.jspecify.annotations.Nullable;

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
          "LITERAL_AGG",
          "MAX",
          "MIN",
          "SINGLE_VALUE",
          "SOME",
          "STDDEV_POP",
          "SUM",
          "VAR_POP");

  private static final Set<String> SURE_IN_WINDOWS =
      Set.of("COUNT", "CUME_DIST", "DENSE_RANK", "NTILE", "PERCENT_RANK", "RANK", "ROW_NUMBER");

  private SureNulls() {}

  /** Whether no expression of a plan can be null that its type calls not null. */
  static boolean in(RelNode plan) {
    Search search = new Search();
    search.go(plan);
    return search.sure;
  }

  private static final class Search extends RelVisitor {
    private boolean sure = true;

    private final RexShuttle windows =
        new RexShuttle() {
          @Override
          public RexNode visitOver(RexOver over) {
            sure &= SURE_IN_WINDOWS.contains(over.getAggOperator().getName());
            return super.visitOver(over);
          }
        };

    @Override
    public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
      node.accept(windows);
      if (node instanceof Aggregate aggregate) {
        sure &=
            aggregate.getAggCallList().stream()
                .map(call -> call.getAggregation())
                .map(SqlAggFunction::getName)
                .allMatch(SURE_IN_GROUPS::contains);
      }
      super.visit(node, ordinal, parent);
    }
  }
}

package io.azof.sql.plan;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * Says NULL where a condition computes with a NULL, or compares with one. Calcite's rules take
 * conditions of others to have come that far, and some stop at one that has not.
 */
final class NullConditions extends RelHomogeneousShuttle {
  private NullConditions() {}

  static RelNode simplified(RelNode plan) {
    return plan.accept(new NullConditions());
  }

  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    return visited instanceof Filter filter
        ? filter.accept(new Strict(filter.getCluster().getRexBuilder()))
        : visited;
  }

  private static final class Strict extends RexShuttle {
    private final RexBuilder rex;

    Strict(RexBuilder rex) {
      this.rex = rex;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      RexNode visited = super.visitCall(call);
      boolean isNull =
          visited instanceof RexCall strict
              && isStrict(strict)
              && strict.getOperands().stream()
                  .anyMatch(operand -> RexUtil.isNullLiteral(operand, true));
      return isNull ? rex.makeNullLiteral(visited.getType()) : visited;
    }

    /** Whether it is NULL if one of its operands is. */
    private static boolean isStrict(RexCall call) {
      return call.isA(SqlKind.BINARY_ARITHMETIC)
          || call.isA(SqlKind.MINUS_PREFIX)
          || call.isA(SqlKind.CAST)
          || call.isA(SqlKind.NOT)
          || (call.isA(SqlKind.COMPARISON) && !call.isA(SqlKind.IN));
    }
  }
}

package io.azof.sql.execute;

import io.azof.sql.plan.PlanShuttle;
import java.util.EnumSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Casts what is computed from dates to DATE again, because the engine makes timestamps of it. */
final class DateArithmetic extends PlanShuttle {
  private static final EnumSet<SqlKind> MAKING_TIMESTAMPS =
      EnumSet.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.FLOOR);

  @Override
  public RelNode visit(RelNode node) {
    RexBuilder rex = node.getCluster().getRexBuilder();
    return super.visit(node)
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitCall(RexCall call) {
                RexNode visited = super.visitCall(call);
                boolean date = visited.getType().getSqlTypeName() == SqlTypeName.DATE;
                return date && visited.isA(MAKING_TIMESTAMPS)
                    ? rex.makeAbstractCast(visited.getType(), visited, false)
                    : visited;
              }
            });
  }
}

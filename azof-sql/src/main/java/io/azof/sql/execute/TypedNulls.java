package io.azof.sql.execute;

import io.azof.sql.plan.PlanShuttle;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Says of what type a null is, and a column without rows, because the engine chooses functions by
 * the types of what they are given, and cannot choose one for a bare NULL.
 */
final class TypedNulls extends PlanShuttle {
  private static final Set<SqlTypeName> UNCAST =
      EnumSet.of(SqlTypeName.NULL, SqlTypeName.ANY, SqlTypeName.BOOLEAN);

  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    if (visited instanceof Values values && values.getTuples().isEmpty()) {
      return noRows(values);
    }
    RexBuilder rex = node.getCluster().getRexBuilder();
    return visited.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            boolean isTyped =
                call.isA(SqlKind.CAST) && RexLiteral.isNullLiteral(call.getOperands().get(0));
            return isTyped ? call : super.visitCall(call);
          }

          @Override
          public RexNode visitLiteral(RexLiteral literal) {
            return literal.isNull() && isCast(literal.getType())
                ? typed(literal.getType(), rex)
                : literal;
          }
        });
  }

  /** Calcite would write them as a row of bare NULLs that is left out. */
  private static RelNode noRows(Values values) {
    RexBuilder rex = values.getCluster().getRexBuilder();
    List<RexNode> columns =
        values.getRowType().getFieldList().stream()
            .map(field -> typed(field.getType(), rex))
            .toList();
    RelNode row =
        LogicalProject.create(
            LogicalValues.createOneRow(values.getCluster()),
            List.of(),
            columns,
            values.getRowType(),
            Set.of());
    return LogicalFilter.create(row, rex.makeLiteral(false));
  }

  private static RexNode typed(RelDataType type, RexBuilder rex) {
    return rex.makeAbstractCast(type, rex.makeNullLiteral(type), false);
  }

  /** Calcite allows no condition that is but a cast. */
  private static boolean isCast(RelDataType type) {
    return !UNCAST.contains(type.getSqlTypeName());
  }
}

package io.azof.sql.plan;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/** Puts values in the place of parameters and of the current time, and computes event times. */
final class Binding extends PlanShuttle {
  private final RexShuttle parameters;
  private final RexShuttle now;
  private final AsOfTimes times;

  Binding(RexShuttle parameters, RexShuttle now, AsOfTimes times) {
    this.parameters = parameters;
    this.now = now;
    this.times = times;
  }

  @Override
  public RelNode visit(RelNode node) {
    RelNode bound = super.visit(node).accept(parameters).accept(now);
    return bound instanceof LakehouseScan scan
        ? scan.resolved(times)
        : bound.accept(times.asValues());
  }

  /** Parameters to literals of the very types that the plan was made with. */
  static RexShuttle ofParameters(
      RexBuilder rex, List<Parameter> parameters, List<? extends @Nullable Object> values) {
    return new RexShuttle() {
      @Override
      public RexNode visitDynamicParam(RexDynamicParam parameter) {
        int index = parameter.getIndex();
        Object literal = parameters.get(index).literal(values.get(index));
        return typed(rex, literal, parameter.getType());
      }
    };
  }

  private static RexNode typed(RexBuilder rex, @Nullable Object literal, RelDataType type) {
    if (literal == null) {
      return rex.makeNullLiteral(type);
    }
    RexNode node = rex.makeLiteral(literal, type, true);
    return node.getType().equals(type) ? node : rex.makeAbstractCast(type, node, false);
  }
}

package io.azof.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.util.Optionality;

/**
 * Carries what aggregates are ordered by as arguments through Calcite's decorrelation, which moves
 * the columns of arguments but leaves an order at the columns of before.
 */
final class OrderedAggregates {
  private OrderedAggregates() {}

  /** The plan with orders as arguments. */
  static RelNode asArguments(RelNode plan) {
    return withCalls(plan, OrderedAggregates::asArguments);
  }

  /** The plan with orders as orders again. */
  static RelNode asOrders(RelNode plan) {
    return withCalls(plan, OrderedAggregates::asOrder);
  }

  private static RelNode withCalls(RelNode plan, UnaryOperator<AggregateCall> change) {
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            RelNode visited = super.visit(node);
            if (!(visited instanceof Aggregate aggregate)) {
              return visited;
            }
            List<AggregateCall> calls = aggregate.getAggCallList().stream().map(change).toList();
            return calls.equals(aggregate.getAggCallList())
                ? aggregate
                : aggregate.copy(
                    aggregate.getTraitSet(),
                    aggregate.getInput(),
                    aggregate.getGroupSet(),
                    aggregate.getGroupSets(),
                    calls);
          }
        });
  }

  private static AggregateCall asArguments(AggregateCall call) {
    List<RelFieldCollation> order = call.getCollation().getFieldCollations();
    if (order.isEmpty()) {
      return call;
    }
    List<Integer> arguments = new ArrayList<>(call.getArgList());
    order.forEach(column -> arguments.add(column.getFieldIndex()));
    return call(
        call,
        new Ordered(call.getAggregation(), order, call.getType()),
        arguments,
        RelCollations.EMPTY);
  }

  private static AggregateCall asOrder(AggregateCall call) {
    if (!(call.getAggregation() instanceof Ordered ordered)) {
      return call;
    }
    List<Integer> arguments = call.getArgList();
    int own = arguments.size() - ordered.order.size();
    List<RelFieldCollation> order = new ArrayList<>();
    for (int i = 0; i < ordered.order.size(); i++) {
      order.add(ordered.order.get(i).withFieldIndex(arguments.get(own + i)));
    }
    return call(call, ordered.function, arguments.subList(0, own), RelCollations.of(order));
  }

  private static AggregateCall call(
      AggregateCall call, SqlAggFunction function, List<Integer> arguments, RelCollation order) {
    return AggregateCall.create(
        call.getParserPosition(),
        function,
        call.isDistinct(),
        call.isApproximate(),
        call.ignoreNulls(),
        call.rexList,
        arguments,
        call.filterArg,
        call.distinctKeys,
        order,
        call.getType(),
        call.getName());
  }

  /** A function whose last arguments are what it is ordered by. */
  private static final class Ordered extends SqlAggFunction {
    private final SqlAggFunction function;
    private final List<RelFieldCollation> order;
    private final RelDataType type;

    private Ordered(SqlAggFunction function, List<RelFieldCollation> order, RelDataType type) {
      super(
          function.getName(),
          null,
          SqlKind.OTHER_FUNCTION,
          null,
          null,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION,
          false,
          false,
          Optionality.FORBIDDEN);
      this.function = function;
      this.order = List.copyOf(order);
      this.type = type;
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding call) {
      return type;
    }
  }
}

package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.parse.EventTimeOperator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;

/** Holds plans to the functions and operators that the engine computes as SQL says. */
final class SupportedOperators {
  private static final List<Class<? extends RelNode>> NODES =
      List.of(
          Project.class,
          Filter.class,
          Join.class,
          Correlate.class,
          Aggregate.class,
          Sort.class,
          SetOp.class,
          Values.class,
          LakehouseScan.class,
          SystemScan.class);

  private static final Set<String> SYMBOLS =
      Set.of("%", "*", "+", "-", "/", "<", "<=", "<>", "=", ">", ">=", "||");

  private static final Set<String> WORDS =
      Set.of("AND", "CASE", "ILIKE", "IN", "LIKE", "NOT", "NOT ILIKE", "NOT LIKE", "OR");

  private static final Set<SqlKind> SUB_QUERIES =
      EnumSet.of(SqlKind.IN, SqlKind.EXISTS, SqlKind.SOME, SqlKind.SCALAR_QUERY);

  private final CallPlaces places;

  private SupportedOperators(CallPlaces places) {
    this.places = places;
  }

  /**
   * Requires that the engine is asked for nothing that it does not do.
   *
   * @param statement what the plan was made of
   * @throws AzofException {@code UNSUPPORTED}, naming the function
   */
  static void require(RelNode plan, SqlNode statement) {
    new SupportedOperators(new CallPlaces(statement)).require(plan);
  }

  private void require(RelNode plan) {
    PlanNodes.forEach(plan, this::requireNode);
  }

  private void requireNode(RelNode node) {
    if (NODES.stream().noneMatch(type -> type.isInstance(node))) {
      throw unsupported(node.getRelTypeName());
    }
    if (!(node instanceof TableScan)) {
      node.accept(new Calls());
    }
    if (node instanceof Aggregate aggregate) {
      aggregate.getAggCallList().forEach(call -> require(call));
    }
  }

  private void require(AggregateCall call) {
    require(call.getAggregation());
    if (call.getAggregation().getKind() == SqlKind.COUNT && call.getArgList().size() > 1) {
      throw places.unsupported(call.getAggregation(), "COUNT of more than one expression");
    }
  }

  private void require(SqlOperator operator) {
    String name = operator.getName();
    boolean supported =
        SupportedFunctions.contains(operator)
            || operator == EventTimeOperator.INSTANCE
            || SYMBOLS.contains(name)
            || WORDS.contains(name)
            || name.startsWith("IS ") && !name.startsWith("IS JSON");
    if (!supported) {
      throw places.unsupported(operator, name);
    }
  }

  static AzofException unsupported(String what) {
    return new AzofException(ErrorCode.UNSUPPORTED, what + " is not supported yet");
  }

  private final class Calls extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      TimeUnits.require(call, places);
      require(call.getOperator());
      return super.visitCall(call);
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      if (!SUB_QUERIES.contains(subQuery.getKind())) {
        throw unsupported(subQuery.getOperator().getName());
      }
      return super.visitSubQuery(subQuery);
    }

    @Override
    public RexNode visitOver(RexOver over) {
      require(over.getAggOperator());
      return super.visitOver(over);
    }
  }
}

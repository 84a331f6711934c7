package io.azof.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

/**
 * What a subquery knows of the rows of the queries around it: conditions that each of them meets,
 * or is of no use.
 *
 * @param byVariable the conditions on the columns of each variable
 */
record OuterConditions(Map<CorrelationId, List<RexNode>> byVariable) {
  static final OuterConditions NONE = new OuterConditions(Map.of());

  OuterConditions {
    byVariable = Map.copyOf(byVariable);
  }

  /** These and more, on the columns that some variables stand for. */
  OuterConditions and(Set<CorrelationId> variables, List<RexNode> conditions) {
    Map<CorrelationId, List<RexNode>> all = new HashMap<>(byVariable);
    variables.forEach(variable -> all.put(variable, conditions));
    return new OuterConditions(all);
  }

  /** What follows for rows that meet conditions, some of which equate columns with outer ones. */
  List<RexNode> following(List<RexNode> conditions) {
    List<RexNode> all = new ArrayList<>();
    for (RexNode condition : conditions) {
      if (condition.isA(SqlKind.EQUALS)) {
        List<RexNode> sides = ((RexCall) condition).getOperands();
        addMoved(sides.get(0), sides.get(1), all);
        addMoved(sides.get(1), sides.get(0), all);
      }
    }
    return all;
  }

  private void addMoved(RexNode inner, RexNode outer, List<RexNode> all) {
    if (inner instanceof RexInputRef column
        && outer instanceof RexFieldAccess access
        && access.getReferenceExpr() instanceof RexCorrelVariable variable) {
      List<RexNode> known = byVariable.getOrDefault(variable.id, List.of());
      moved(known, access.getField().getIndex(), column.getIndex()).forEach(all::add);
    }
  }

  /** The conditions that are on one column only, as conditions on another one that equals it. */
  static Stream<RexNode> moved(List<RexNode> conditions, int from, int to) {
    return conditions.stream()
        .filter(condition -> !RexUtil.containsCorrelation(condition))
        .filter(condition -> RexUtil.SubQueryFinder.find(condition) == null)
        .filter(
            condition -> RelOptUtil.InputFinder.bits(condition).equals(ImmutableBitSet.of(from)))
        .map(condition -> RexUtil.apply(Mappings.target(i -> to, from + 1, to + 1), condition));
  }
}

package io.azof.sql.plan;

import io.azof.error.AzofException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/**
 * Refuses {@code (a, b) NOT IN (SELECT …)} where a value can be null, because the engine takes a
 * row with a null in it for unknown even where its other values differ.
 */
final class SubQueryLimits {
  private final Set<RexNode> conditions = Collections.newSetFromMap(new IdentityHashMap<>());

  private SubQueryLimits() {}

  /**
   * Requires that no subquery of a plan is one of those.
   *
   * @throws AzofException {@code UNSUPPORTED}
   */
  static void require(RelNode plan) {
    PlanNodes.forEach(plan, new SubQueryLimits()::requireNode);
  }

  private void requireNode(RelNode node) {
    if (node instanceof Filter filter) {
      addConditions(filter.getCondition());
    } else if (node instanceof Join join) {
      addConditions(join.getCondition());
    }
    PlanNodes.forEachSubQuery(node, this::requireRows);
  }

  /** Subqueries that only have to be true or not: unknown is as good as false there. */
  private void addConditions(RexNode condition) {
    if (condition.isA(SqlKind.AND) || condition.isA(SqlKind.OR)) {
      ((RexCall) condition).getOperands().forEach(this::addConditions);
    } else {
      conditions.add(condition);
    }
  }

  private void requireRows(RexSubQuery subQuery) {
    boolean nullable =
        subQuery.getOperands().stream().anyMatch(value -> value.getType().isNullable())
            || subQuery.rel.getRowType().getFieldList().stream()
                .anyMatch(column -> column.getType().isNullable());
    if (subQuery.isA(SqlKind.IN)
        && subQuery.getOperands().size() > 1
        && nullable
        && !conditions.contains(subQuery)) {
      throw SupportedOperators.unsupported(
          "NOT IN a subquery, or IN one as a value, of several columns that can be null");
    }
  }
}

package io.azof.sql.plan;

import io.azof.error.AzofException;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the subqueries of which Calcite makes joins that give other rows: those that use a column
 * of a query that is not the next one around them, and {@code (a, b) NOT IN (SELECT …)} where a
 * value can be null, because a row with a null in it is taken for unknown even where its other
 * values differ.
 */
final class SubQueryLimits extends RelVisitor {
  private final boolean outermost;
  private final Set<RexNode> conditions = Collections.newSetFromMap(new IdentityHashMap<>());

  private SubQueryLimits(boolean outermost) {
    this.outermost = outermost;
  }

  /**
   * Requires that no subquery of a plan is one of those.
   *
   * @throws AzofException {@code UNSUPPORTED}
   */
  static void require(RelNode plan) {
    new SubQueryLimits(true).go(plan);
  }

  @Override
  public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
    if (node instanceof Filter filter) {
      addConditions(filter.getCondition());
    } else if (node instanceof Join join) {
      addConditions(join.getCondition());
    }
    node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            requireRows(subQuery);
            requireNextQuery(subQuery, node);
            new SubQueryLimits(false).go(subQuery.rel);
            return super.visitSubQuery(subQuery);
          }
        });
    if (node instanceof Correlate correlate) {
      new SubQueryLimits(outermost).go(correlate.getLeft());
      new SubQueryLimits(false).go(correlate.getRight());
    } else {
      super.visit(node, ordinal, parent);
    }
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

  private void requireNextQuery(RexSubQuery subQuery, RelNode node) {
    Set<CorrelationId> used = new HashSet<>(RelOptUtil.getVariablesUsed(subQuery.rel));
    used.removeAll(node.getVariablesSet());
    if (!outermost && !used.isEmpty()) {
      throw SupportedOperators.unsupported(
          "A subquery that uses a column of another query than the next one around it");
    }
  }
}

package io.azof.sql.plan;

import com.google.common.collect.ImmutableSet;
import io.azof.error.AzofException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code (a, b) IN (SELECT …)} with EXISTS where the subquery uses columns of a query around
 * it, because the engine knows that for one column only.
 */
final class RowLookups extends PlanShuttle {
  private RowLookups() {}

  /**
   * The plan without such.
   *
   * @throws AzofException {@code UNSUPPORTED} when a value of a window is looked up so
   */
  static RelNode resolve(RelNode plan) {
    return plan.accept(new RowLookups());
  }

  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    Lookups lookups = new Lookups(visited);
    RelNode written = visited.accept(lookups);
    RexCorrelVariable variable = lookups.variable;
    return variable == null || visited.getVariablesSet().contains(variable.id)
        ? written
        : withVariable(written, variable.id);
  }

  private static RelNode withVariable(RelNode node, CorrelationId rows) {
    if (node instanceof Filter filter) {
      return LogicalFilter.create(filter.getInput(), filter.getCondition(), ImmutableSet.of(rows));
    }
    if (node instanceof Project project) {
      return LogicalProject.create(
          project.getInput(),
          project.getHints(),
          project.getProjects(),
          project.getRowType(),
          Set.of(rows));
    }
    if (node instanceof Join join) {
      return LogicalJoin.create(
          join.getLeft(),
          join.getRight(),
          join.getHints(),
          join.getCondition(),
          Set.of(rows),
          join.getJoinType());
    }
    throw SupportedOperators.unsupported("IN a subquery in " + node.getRelTypeName());
  }

  /** Of one node. */
  private static final class Lookups extends RexShuttle {
    private final RelNode node;
    private final RexBuilder rex;

    /** Stands for the rows of the node; null as long as nothing was written with EXISTS. */
    private @Nullable RexCorrelVariable variable;

    Lookups(RelNode node) {
      this.node = node;
      this.rex = node.getCluster().getRexBuilder();
    }

    private RexCorrelVariable variable() {
      RexCorrelVariable known = variable;
      if (known == null) {
        RelDataTypeFactory.Builder type = rex.getTypeFactory().builder();
        node.getInputs().forEach(input -> type.addAll(input.getRowType().getFieldList()));
        CorrelationId rows =
            node.getVariablesSet().stream().findFirst().orElseGet(node.getCluster()::createCorrel);
        known = (RexCorrelVariable) rex.makeCorrel(type.uniquify().build(), rows);
        variable = known;
      }
      return known;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
      if (!visited.isA(SqlKind.IN)
          || visited.getOperands().size() == 1
          || !usesOuterColumns(visited.rel)) {
        return visited;
      }
      if (RexOver.containsOver(visited.getOperands(), null)) {
        throw SupportedOperators.unsupported(
            "Several values, one of a window, IN a subquery that uses columns of the query");
      }
      RexNode isSame = isSame(visited);
      RexNode isThere = exists(visited.rel, isSame);
      if (!visited.getType().isNullable()) {
        return isThere;
      }
      RexNode mayBeSame = rex.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, isSame);
      return rex.makeCall(
          SqlStdOperatorTable.CASE,
          isThere,
          rex.makeLiteral(true),
          exists(visited.rel, mayBeSame),
          rex.makeNullLiteral(visited.getType()),
          rex.makeLiteral(false));
    }

    private static boolean usesOuterColumns(RelNode rows) {
      Set<CorrelationId> used = new HashSet<>(RelOptUtil.getVariablesUsed(rows));
      PlanNodes.forEach(rows, node -> used.removeAll(node.getVariablesSet()));
      return !used.isEmpty();
    }

    private RexNode isSame(RexSubQuery subQuery) {
      List<RexNode> equations = new ArrayList<>();
      for (int i = 0; i < subQuery.getOperands().size(); i++) {
        equations.add(
            rex.makeCall(
                SqlStdOperatorTable.EQUALS,
                rex.makeInputRef(subQuery.rel, i),
                subQuery.getOperands().get(i).accept(new FromOutside())));
      }
      return RexUtil.composeConjunction(rex, equations);
    }

    private static RexNode exists(RelNode rows, RexNode condition) {
      return RexSubQuery.exists(LogicalFilter.create(rows, condition));
    }

    /** Columns of the rows as a subquery sees them. */
    private final class FromOutside extends RexShuttle {
      @Override
      public RexNode visitInputRef(RexInputRef column) {
        RexNode outer = rex.makeFieldAccess(variable(), column.getIndex());
        RelDataType type = column.getType();
        return outer.getType().equals(type) ? outer : rex.makeAbstractCast(type, outer, false);
      }
    }
  }
}

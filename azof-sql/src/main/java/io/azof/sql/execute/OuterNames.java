package io.azof.sql.execute;

import io.azof.sql.plan.PlanNodes;
import io.azof.sql.plan.PlanShuttle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;

/**
 * Names the columns that subqueries use of a query around them as no other column of the plan is
 * named, so that a bare name means the same in a subquery, and in one within that.
 */
final class OuterNames extends PlanShuttle {
  private final Map<CorrelationId, List<String>> names = new HashMap<>();
  private final String prefix;
  private int renamedCount;

  private OuterNames(String prefix) {
    this.prefix = prefix;
  }

  /** For a plan, which is then rewritten. */
  static OuterNames in(RelNode plan) {
    Set<String> taken = new HashSet<>();
    PlanNodes.forEach(
        plan,
        node ->
            node.getRowType()
                .getFieldNames()
                .forEach(name -> taken.add(name.toLowerCase(Locale.ROOT))));
    String prefix = "outer";
    while (startsAny(prefix, taken)) {
      prefix += "_";
    }
    return new OuterNames(prefix);
  }

  private static boolean startsAny(String prefix, Set<String> names) {
    return names.stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** The names of the columns of a variable; the plan was rewritten before. */
  List<String> of(CorrelationId variable) {
    return Objects.requireNonNull(names.get(variable), variable.getName());
  }

  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    Set<CorrelationId> variables = visited.getVariablesSet();
    return variables.isEmpty() ? visited : named(visited, variables);
  }

  private RelNode named(RelNode node, Set<CorrelationId> variables) {
    List<RelNode> renamed = new ArrayList<>();
    for (RelNode input : node.getInputs()) {
      boolean isRight = node instanceof Correlate && !renamed.isEmpty();
      renamed.add(isRight ? input : renamed(input));
    }
    List<String> columns =
        renamed.stream().flatMap(input -> input.getRowType().getFieldNames().stream()).toList();
    variables.forEach(variable -> names.put(variable, columns));
    return over(node, renamed);
  }

  private RelNode renamed(RelNode input) {
    String start = prefix + ++renamedCount + "_";
    return LogicalProject.create(
        input,
        List.of(),
        input.getCluster().getRexBuilder().identityProjects(input.getRowType()),
        IntStream.range(0, input.getRowType().getFieldCount()).mapToObj(i -> start + i).toList(),
        Set.of());
  }

  /** The node without its variables, which Calcite would name in its own way. */
  private static RelNode over(RelNode node, List<RelNode> inputs) {
    if (node instanceof Filter filter) {
      return LogicalFilter.create(inputs.get(0), filter.getCondition());
    }
    if (node instanceof Project project) {
      return LogicalProject.create(
          OwnQueries.apart(inputs.get(0)),
          project.getHints(),
          project.getProjects(),
          project.getRowType().getFieldNames(),
          Set.of());
    }
    if (node instanceof Join join) {
      return join(join, inputs.get(0), inputs.get(1));
    }
    return node.copy(node.getTraitSet(), inputs);
  }

  /**
   * What an inner join asks is asked of all pairs: the engine knows no subqueries in some joins.
   */
  private static RelNode join(Join join, RelNode left, RelNode right) {
    boolean isInner = join.getJoinType() == JoinRelType.INNER;
    RelNode joined =
        LogicalJoin.create(
            left,
            right,
            join.getHints(),
            isInner ? join.getCluster().getRexBuilder().makeLiteral(true) : join.getCondition(),
            Set.of(),
            join.getJoinType());
    return isInner ? LogicalFilter.create(joined, join.getCondition()) : joined;
  }
}

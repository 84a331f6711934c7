package io.azof.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Tells every scan which rows the operators above it want, as far as conditions on keys and event
 * times say so. The operators stay as they are.
 *
 * <p>A condition that the rows of an operator must meet goes down to each input that it is about,
 * and with an equation of a join also to the other one. That holds for outer joins, too: the
 * conditions that {@link WantedRows} understands are not met by nulls, so a row that loses its
 * partner by them would not have met them with it.
 */
final class RowPushDown {
  private final RexBuilder rex;

  private RowPushDown(RexBuilder rex) {
    this.rex = rex;
  }

  static RelNode push(RelNode plan) {
    return new RowPushDown(plan.getCluster().getRexBuilder()).push(plan, List.of());
  }

  /**
   * @param conditions that each row of the node must meet to be of use, each on columns of the node
   */
  private RelNode push(RelNode node, List<RexNode> conditions) {
    if (node instanceof LakehouseScan scan) {
      return scan.where(new WantedRows(rex, scan.columnNames()).of(conditions));
    }
    if (node instanceof Filter filter) {
      return withInputs(
          node, List.of(both(conditions, RelOptUtil.conjunctions(filter.getCondition()))));
    }
    if (node instanceof Project project) {
      return withInputs(node, List.of(through(project, conditions)));
    }
    if (node instanceof Join join) {
      return pushJoin(join, conditions);
    }
    if (node instanceof Aggregate aggregate) {
      return withInputs(node, List.of(through(aggregate, conditions)));
    }
    if (node instanceof Correlate correlate) {
      return withInputs(
          node, List.of(JoinSides.within(conditions, 0, leftCount(correlate)), none()));
    }
    boolean goDown =
        node instanceof SetOp
            || (node instanceof Sort sort && sort.fetch == null && sort.offset == null);
    return withInputs(
        node, node.getInputs().stream().map(input -> goDown ? conditions : none()).toList());
  }

  private RelNode withInputs(RelNode node, List<List<RexNode>> conditions) {
    List<RelNode> inputs = new ArrayList<>();
    for (int i = 0; i < node.getInputs().size(); i++) {
      inputs.add(push(node.getInput(i), conditions.get(i)));
    }
    return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
  }

  private static int leftCount(Correlate correlate) {
    return correlate.getLeft().getRowType().getFieldCount();
  }

  private static List<RexNode> none() {
    return List.of();
  }

  private static List<RexNode> both(List<RexNode> conditions, List<RexNode> more) {
    List<RexNode> all = new ArrayList<>(conditions);
    all.addAll(more);
    return all;
  }

  /** A window sees rows that do not meet the conditions on what it computes of them. */
  private static List<RexNode> through(Project project, List<RexNode> conditions) {
    if (RexOver.containsOver(project.getProjects(), null)) {
      return none();
    }
    return conditions.stream()
        .filter(
            condition ->
                RelOptUtil.InputFinder.bits(condition).asList().stream()
                    .allMatch(i -> project.getProjects().get(i) instanceof RexInputRef))
        .map(condition -> RelOptUtil.pushPastProject(condition, project))
        .toList();
  }

  private static List<RexNode> through(Aggregate aggregate, List<RexNode> conditions) {
    List<Integer> groups = aggregate.getGroupSet().asList();
    int inputCount = aggregate.getInput().getRowType().getFieldCount();
    return conditions.stream()
        .filter(condition -> RelOptUtil.InputFinder.bits(condition).length() <= groups.size())
        .map(
            condition ->
                RexUtil.apply(Mappings.target(groups::get, groups.size(), inputCount), condition))
        .toList();
  }

  /** A condition of the join itself goes to a side of which it leaves out rows. */
  private RelNode pushJoin(Join join, List<RexNode> conditions) {
    List<RexNode> own = RelOptUtil.conjunctions(join.getCondition());
    JoinRelType type = join.getJoinType();
    boolean leavesOutLeft =
        type == JoinRelType.INNER || type == JoinRelType.RIGHT || type == JoinRelType.SEMI;
    boolean leavesOutRight = type != JoinRelType.RIGHT && type != JoinRelType.FULL;
    JoinSides sides = JoinSides.of(join);
    return withInputs(
        join,
        List.of(
            sides.ofLeft(leavesOutLeft ? both(conditions, own) : conditions),
            sides.ofRight(leavesOutRight ? both(conditions, own) : conditions)));
  }
}

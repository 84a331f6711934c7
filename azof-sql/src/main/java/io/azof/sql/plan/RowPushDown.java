package io.azof.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
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
  private final OuterConditions outer;

  private RowPushDown(OuterConditions outer) {
    this.outer = outer;
  }

  static RelNode push(RelNode plan) {
    return new RowPushDown(OuterConditions.NONE).push(plan, none());
  }

  /**
   * @param conditions that each row of the node must meet to be of use, each on columns of the node
   */
  private RelNode push(RelNode node, List<RexNode> conditions) {
    if (node instanceof LakehouseScan scan) {
      return scan.where(new WantedRows(scan.columnNames()).of(conditions));
    }
    if (node instanceof Filter filter) {
      List<RexNode> own = RelOptUtil.conjunctions(filter.getCondition());
      List<RexNode> all = both(both(conditions, own), outer.following(own));
      RelNode pushed = withInputs(node, List.of(all));
      return inSubQueries(pushed, both(all, ofRows(filter.getInput())), own);
    }
    if (node instanceof Project project) {
      RelNode pushed = withInputs(node, List.of(through(project, conditions)));
      return inSubQueries(pushed, ofRows(project.getInput()), none());
    }
    if (node instanceof Join join) {
      return pushJoin(join, conditions);
    }
    if (node instanceof Aggregate aggregate) {
      return withInputs(node, List.of(through(aggregate, conditions)));
    }
    if (node instanceof Correlate correlate) {
      return pushCorrelate(correlate, JoinSides.within(conditions, 0, leftCount(correlate)));
    }
    boolean goDown =
        node instanceof SetOp
            || (node instanceof Sort sort && sort.fetch == null && sort.offset == null);
    return withInputs(
        node, node.getInputs().stream().map(input -> goDown ? conditions : none()).toList());
  }

  private RelNode pushCorrelate(Correlate correlate, List<RexNode> ofLeft) {
    List<RexNode> known = both(ofLeft, ofRows(correlate.getLeft()));
    RelNode left = push(correlate.getLeft(), ofLeft);
    RelNode right = within(correlate, known).push(correlate.getRight(), none());
    return correlate.copy(correlate.getTraitSet(), List.of(left, right));
  }

  private RowPushDown within(RelNode node, List<RexNode> known) {
    return new RowPushDown(outer.and(node.getVariablesSet(), known));
  }

  /**
   * Goes on in the subqueries of a node.
   *
   * @param known what its rows meet, or are of no use
   * @param conditions subqueries among these need not be more than true or not
   */
  private RelNode inSubQueries(RelNode node, List<RexNode> known, List<RexNode> conditions) {
    RowPushDown within = within(node, known);
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
            boolean isLookedUp =
                conditions.contains(subQuery)
                    && subQuery.isA(SqlKind.IN)
                    && subQuery.getOperands().size() == 1
                    && subQuery.getOperands().get(0) instanceof RexInputRef;
            List<RexNode> ofValues =
                isLookedUp
                    ? OuterConditions.moved(
                            known, ((RexInputRef) subQuery.getOperands().get(0)).getIndex(), 0)
                        .toList()
                    : none();
            return visited.clone(within.push(visited.rel, ofValues));
          }
        });
  }

  /** What all rows meet that come out of filters, perhaps with their columns in other places. */
  private static List<RexNode> ofRows(RelNode rows) {
    if (rows instanceof Filter filter) {
      return both(RelOptUtil.conjunctions(filter.getCondition()), ofRows(filter.getInput()));
    }
    if (!(rows instanceof Project project)) {
      return none();
    }
    List<RexNode> before = ofRows(project.getInput());
    return IntStream.range(0, project.getProjects().size())
        .filter(i -> project.getProjects().get(i) instanceof RexInputRef)
        .boxed()
        .flatMap(
            i -> {
              RexInputRef column = (RexInputRef) project.getProjects().get(i);
              return OuterConditions.moved(before, column.getIndex(), i);
            })
        .toList();
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
    RelNode pushed =
        withInputs(
            join,
            List.of(
                sides.ofLeft(leavesOutLeft ? both(conditions, own) : conditions),
                sides.ofRight(leavesOutRight ? both(conditions, own) : conditions)));
    return inSubQueries(pushed, none(), none());
  }
}

package io.azof.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.AsofJoin;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Which side of a join a condition is about.
 *
 * @param leftKeys columns of the left side that must equal those of the right side
 * @param rightKeys these, in the same order, by their places there
 * @param rightMovable the columns of the right side of which a condition may leave out rows before
 *     the join, by their places there
 */
record JoinSides(
    int leftCount,
    int rightCount,
    List<Integer> leftKeys,
    List<Integer> rightKeys,
    ImmutableBitSet rightMovable) {

  /** Of an ASOF join the nearest row of a key must stay, whatever else is asked of it. */
  static JoinSides of(Join join) {
    JoinInfo info = JoinInfo.of(join.getLeft(), join.getRight(), join.getCondition());
    int rightCount = join.getRight().getRowType().getFieldCount();
    return new JoinSides(
        join.getLeft().getRowType().getFieldCount(),
        rightCount,
        info.leftKeys,
        info.rightKeys,
        join instanceof AsofJoin ? info.rightSet() : ImmutableBitSet.range(rightCount));
  }

  /** The conditions that rows of the left side must meet, on its columns. */
  List<RexNode> ofLeft(List<RexNode> conditions) {
    List<RexNode> all = new ArrayList<>(within(conditions, 0, leftCount));
    within(conditions, leftCount, rightCount)
        .forEach(condition -> addMoved(condition, rightKeys, leftKeys, leftCount, all));
    return all;
  }

  /** The conditions that rows of the right side must meet, on its columns. */
  List<RexNode> ofRight(List<RexNode> conditions) {
    List<RexNode> all =
        new ArrayList<>(
            within(conditions, leftCount, rightCount).stream()
                .filter(condition -> rightMovable.contains(RelOptUtil.InputFinder.bits(condition)))
                .toList());
    within(conditions, 0, leftCount)
        .forEach(condition -> addMoved(condition, leftKeys, rightKeys, rightCount, all));
    return all;
  }

  /** Adds a condition on a column as one on the column of the other side that equals it. */
  private static void addMoved(
      RexNode condition, List<Integer> from, List<Integer> to, int toCount, List<RexNode> all) {
    ImmutableBitSet columns = RelOptUtil.InputFinder.bits(condition);
    int place = columns.cardinality() == 1 ? from.indexOf(columns.nth(0)) : -1;
    if (place >= 0) {
      int target = to.get(place);
      all.add(
          RexUtil.apply(Mappings.target(column -> target, columns.length(), toCount), condition));
    }
  }

  /** Those conditions that are on some columns only, on these. */
  static List<RexNode> within(List<RexNode> conditions, int first, int count) {
    ImmutableBitSet columns = ImmutableBitSet.range(first, first + count);
    return conditions.stream()
        .filter(condition -> columns.contains(RelOptUtil.InputFinder.bits(condition)))
        .map(condition -> RexUtil.shift(condition, -first))
        .toList();
  }
}

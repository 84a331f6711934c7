package io.azof.sql.plan;

import com.google.common.collect.ImmutableList;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.AsofJoin;
import org.apache.calcite.rel.logical.LogicalAsofJoin;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexPermuteInputsShuttle;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mapping;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/** Leaves out columns that nobody uses; Calcite does not know of the second condition of ASOF. */
public final class ColumnTrimmer extends RelFieldTrimmer {
  ColumnTrimmer(RelBuilder builder) {
    super(null, builder);
  }

  /** Called by Calcite, by reflection, for each ASOF join. */
  public TrimResult trimFields(
      AsofJoin join, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int count = join.getRowType().getFieldCount();
    ImmutableBitSet used =
        fieldsUsed
            .union(RelOptUtil.InputFinder.bits(join.getCondition()))
            .union(RelOptUtil.InputFinder.bits(join.getMatchCondition()));
    TrimResult left = trimChild(join, join.getLeft(), used.get(0, leftCount), Set.of());
    TrimResult right =
        trimChild(join, join.getRight(), used.get(leftCount, count).shift(-leftCount), Set.of());
    int newLeftCount = left.left.getRowType().getFieldCount();
    Mapping mapping =
        Mappings.create(
            MappingType.INVERSE_SURJECTION,
            count,
            newLeftCount + right.left.getRowType().getFieldCount());
    left.right.forEach(pair -> mapping.set(pair.source, pair.target));
    right.right.forEach(pair -> mapping.set(pair.source + leftCount, pair.target + newLeftCount));
    RexPermuteInputsShuttle moved = new RexPermuteInputsShuttle(mapping, left.left, right.left);
    return result(
        LogicalAsofJoin.create(
            left.left,
            right.left,
            join.getHints(),
            join.getCondition().accept(moved),
            join.getMatchCondition().accept(moved),
            join.getJoinType(),
            ImmutableList.of()),
        mapping);
  }
}

package io.azof.sql.plan;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AsofJoin;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAsofJoin;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexPermuteInputsShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql2rel.CorrelationReferenceFinder;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mapping;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/** Leaves out columns that nobody uses; Calcite does not know of the second condition of ASOF. */
public final class ColumnTrimmer extends RelFieldTrimmer {
  private ColumnTrimmer(RelBuilder builder) {
    super(null, builder);
  }

  /** The plan without what nobody uses of it, in subqueries too. */
  static RelNode trimmed(RelNode plan, RelBuilderFactory builders) {
    RelBuilder builder = builders.create(plan.getCluster(), null);
    PlanShuttle inSubQueries =
        new PlanShuttle() {
          @Override
          protected RelNode visitRoot(RexSubQuery subQuery) {
            RelNode rows = super.visitRoot(subQuery);
            RelNode used = subQuery.isA(SqlKind.EXISTS) ? withoutColumns(rows) : rows;
            return new ColumnTrimmer(builder).trim(used);
          }
        };
    return new ColumnTrimmer(builder).trim(plan.accept(inSubQueries));
  }

  private static RelNode withoutColumns(RelNode rows) {
    RexNode any = rows.getCluster().getRexBuilder().makeLiteral(true);
    return LogicalProject.create(rows, List.of(), List.of(any), List.of("any_row"), Set.of());
  }

  /** Called by Calcite, by reflection, for each filter. */
  @Override
  public TrimResult trimFields(
      Filter filter, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
    return filter.getVariablesSet().isEmpty()
        ? super.trimFields(filter, fieldsUsed, extraFields)
        : inPlace(filter, fieldsUsed.union(RelOptUtil.InputFinder.bits(filter.getCondition())));
  }

  /** Called by Calcite, by reflection, for each projection. */
  @Override
  public TrimResult trimFields(
      Project project, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
    if (project.getVariablesSet().isEmpty()) {
      return super.trimFields(project, fieldsUsed, extraFields);
    }
    List<RexNode> columns = new ArrayList<>(project.getProjects());
    for (int i = 0; i < columns.size(); i++) {
      if (!fieldsUsed.get(i)) {
        columns.set(i, unused(project, columns.get(i).getType()));
      }
    }
    return inPlace(
        project.copy(project.getTraitSet(), project.getInput(), columns, project.getRowType()),
        RelOptUtil.InputFinder.bits(columns, null));
  }

  /** Called by Calcite, by reflection, for each join. */
  @Override
  public TrimResult trimFields(
      Join join, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
    return join.getVariablesSet().isEmpty()
        ? super.trimFields(join, fieldsUsed, extraFields)
        : inPlace(join, fieldsUsed.union(RelOptUtil.InputFinder.bits(join.getCondition())));
  }

  /** Called by Calcite, by reflection, for each join with rows that depend on those of the left. */
  @Override
  public TrimResult trimFields(
      LogicalCorrelate correlate, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
    return inPlace(correlate, fieldsUsed);
  }

  /**
   * Trims below a node whose columns subqueries use: they know them by their places, so that all
   * stay in theirs, but what nobody uses is not computed.
   *
   * @param used the columns of the inputs, one behind the other, that the node itself uses
   */
  private TrimResult inPlace(RelNode node, ImmutableBitSet used) {
    ImmutableBitSet all = used.union(usedBySubQueries(node));
    List<RelNode> inputs = new ArrayList<>();
    int start = 0;
    for (RelNode input : node.getInputs()) {
      int count = input.getRowType().getFieldCount();
      ImmutableBitSet ofInput = all.get(start, start + count).shift(-start);
      inputs.add(restored(input, dispatchTrimFields(input, ofInput, Set.of())));
      start += count;
    }
    return result(
        node.copy(node.getTraitSet(), inputs),
        Mappings.createIdentity(node.getRowType().getFieldCount()));
  }

  private static ImmutableBitSet usedBySubQueries(RelNode node) {
    ImmutableBitSet.Builder used = ImmutableBitSet.builder();
    node.accept(
        new CorrelationReferenceFinder() {
          @Override
          protected RexNode handle(RexFieldAccess access) {
            if (access.getReferenceExpr() instanceof RexCorrelVariable variable
                && node.getVariablesSet().contains(variable.id)) {
              used.set(access.getField().getIndex());
            }
            return access;
          }
        });
    return used.build();
  }

  /** What was trimmed, with nulls in the places of the columns that are gone. */
  private static RelNode restored(RelNode before, TrimResult trimmed) {
    if (trimmed.right.isIdentity()) {
      return trimmed.left;
    }
    List<RexNode> columns = new ArrayList<>();
    for (RelDataTypeField field : before.getRowType().getFieldList()) {
      int place = trimmed.right.getTargetOpt(field.getIndex());
      columns.add(
          place < 0
              ? unused(before, field.getType())
              : before.getCluster().getRexBuilder().makeInputRef(trimmed.left, place));
    }
    return LogicalProject.create(
        trimmed.left, List.of(), columns, before.getRowType().getFieldNames(), Set.of());
  }

  private static RexNode unused(RelNode node, RelDataType type) {
    RexBuilder rex = node.getCluster().getRexBuilder();
    return rex.makeAbstractCast(type, rex.makeNullLiteral(type), false);
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

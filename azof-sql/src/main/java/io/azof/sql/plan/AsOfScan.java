package io.azof.sql.plan;

import io.azof.sql.catalog.LakehouseTable;
import io.azof.storage.Table;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Some columns of a table, as of an event time. Columns are named as no other is without case. */
public final class AsOfScan extends TableScan {
  private final LakehouseTable lakehouseTable;
  private final List<Integer> columns;
  private final @Nullable RexNode asOf;

  private AsOfScan(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelOptTable table,
      List<Integer> columns,
      @Nullable RexNode asOf) {
    super(cluster, traits, List.of(), table);
    this.lakehouseTable = table.unwrapOrThrow(LakehouseTable.class);
    this.columns = List.copyOf(columns);
    this.asOf = asOf;
  }

  /** All columns of the table, latest. */
  static AsOfScan of(TableScan scan) {
    List<Integer> all =
        IntStream.range(0, scan.getTable().getRowType().getFieldCount()).boxed().toList();
    return new AsOfScan(scan.getCluster(), scan.getTraitSet(), scan.getTable(), all, null);
  }

  /** The same scan at the event time that an expression gives. */
  AsOfScan at(RexNode time) {
    return new AsOfScan(getCluster(), getTraitSet(), getTable(), columns, time);
  }

  /** The table, at the version that it was pinned at when the statement was prepared. */
  public Table preparedTable() {
    return lakehouseTable.table();
  }

  /** The names of the columns in the table, in the order of this scan's fields. */
  public List<String> columnNames() {
    List<String> names = getTable().getRowType().getFieldNames();
    return columns.stream().map(names::get).toList();
  }

  /** The time of the time clause; null when there is none: latest. */
  public @Nullable RexNode asOf() {
    return asOf;
  }

  @Override
  public RelDataType deriveRowType() {
    List<RelDataTypeField> fields = getTable().getRowType().getFieldList();
    return getCluster()
        .getTypeFactory()
        .createStructType(
            columns.stream().map(i -> fields.get(i).getType()).toList(),
            SqlValidatorUtil.uniquify(columnNames(), false));
  }

  @Override
  public RelNode project(
      ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields, RelBuilder relBuilder) {
    if (!extraFields.isEmpty()) {
      return super.project(fieldsUsed, extraFields, relBuilder);
    }
    List<Integer> used = fieldsUsed.asList().stream().map(columns::get).toList();
    return new AsOfScan(getCluster(), getTraitSet(), getTable(), used, asOf);
  }

  @Override
  public RelNode accept(RexShuttle shuttle) {
    if (asOf == null) {
      return this;
    }
    RexNode newAsOf = shuttle.apply(asOf);
    return newAsOf == asOf ? this : at(newAsOf);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new AsOfScan(getCluster(), traits, getTable(), columns, asOf);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("columns", columnNames())
        .item("asOf", asOf == null ? "latest" : asOf);
  }
}

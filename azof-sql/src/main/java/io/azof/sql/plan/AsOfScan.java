package io.azof.sql.plan;

import io.azof.sql.catalog.LakehouseTable;
import io.azof.storage.Table;
import io.azof.storage.model.AsOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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

/**
 * Some columns of a table, as of an event time. No two columns are named the same without case.
 *
 * <p>The time is an expression until {@link QueryPlan#bind} computes it.
 */
public final class AsOfScan extends TableScan {
  private final LakehouseTable lakehouseTable;
  private final List<Integer> columns;
  private final @Nullable RexNode time;
  private final @Nullable AsOf asOf;

  private AsOfScan(
      TableScan scan, List<Integer> columns, @Nullable RexNode time, @Nullable AsOf asOf) {
    super(scan.getCluster(), scan.getTraitSet(), List.of(), scan.getTable());
    this.lakehouseTable = getTable().unwrapOrThrow(LakehouseTable.class);
    this.columns = List.copyOf(columns);
    this.time = time;
    this.asOf = asOf;
  }

  /** All columns of the table, latest. */
  static AsOfScan of(TableScan scan) {
    int columns = scan.getTable().getRowType().getFieldCount();
    return new AsOfScan(scan, IntStream.range(0, columns).boxed().toList(), null, AsOf.LATEST);
  }

  /** The same scan at the event time that an expression gives. */
  AsOfScan at(RexNode newTime) {
    return new AsOfScan(this, columns, newTime, null);
  }

  /** The same scan with its time computed. */
  AsOfScan resolved(AsOfTimes times) {
    return time == null ? this : new AsOfScan(this, columns, null, times.of(time));
  }

  /** The table, at the version that it was pinned at when the statement was prepared. */
  public Table preparedTable() {
    return lakehouseTable.table();
  }

  /** Whether the statement says which version it wants, the one of {@link #preparedTable}. */
  public boolean hasFixedVersion() {
    return lakehouseTable.hasFixedVersion();
  }

  /** The names of the columns in the table, in the order of this scan's fields. */
  public List<String> columnNames() {
    List<String> names = getTable().getRowType().getFieldNames();
    return columns.stream().map(names::get).toList();
  }

  /** The event time; of scans of a {@link BoundPlan} only. */
  public AsOf asOf() {
    if (asOf == null) {
      throw new IllegalStateException("the time " + time + " is not computed yet");
    }
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
    return new AsOfScan(this, used, time, asOf);
  }

  @Override
  public RelNode accept(RexShuttle shuttle) {
    if (time == null) {
      return this;
    }
    RexNode newTime = shuttle.apply(time);
    return newTime == time ? this : at(newTime);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return this;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    List<String> place = getTable().getQualifiedName();
    List<String> names = new ArrayList<>(place.subList(0, place.size() - 1));
    names.add(lakehouseTable.shownName());
    return writer
        .item("table", names)
        .item("columns", columnNames())
        .item("asOf", time == null ? String.valueOf(asOf) : time);
  }
}

package io.azof.sql.plan;

import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.catalog.PlannedTable;
import io.azof.storage.Table;
import io.azof.storage.TableRequest;
import io.azof.storage.model.RowSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/**
 * Some columns of a table, at a time or over a range of times. No two columns are named the same
 * without case.
 *
 * <p>Times are expressions until {@link QueryPlan#bind} computes them.
 */
public abstract class LakehouseScan extends TableScan {
  private final LakehouseTable lakehouseTable;
  private final List<Integer> columns;
  private final List<RexNode> times;
  private final RowSelection wanted;

  LakehouseScan(TableScan scan, List<Integer> columns, List<RexNode> times, RowSelection wanted) {
    super(scan.getCluster(), scan.getTraitSet(), List.of(), scan.getTable());
    this.lakehouseTable = getTable().unwrapOrThrow(LakehouseTable.class);
    this.columns = List.copyOf(columns);
    this.times = List.copyOf(times);
    this.wanted = wanted;
  }

  /** All columns of a table without a time clause: a state, or its whole history. */
  static LakehouseScan of(TableScan scan) {
    int count = scan.getTable().getRowType().getFieldCount();
    List<Integer> columns = IntStream.range(0, count).boxed().toList();
    return scan.getTable().unwrapOrThrow(LakehouseTable.class).isHistory()
        ? HistoryScan.all(scan, columns)
        : AsOfScan.unclaused(scan, columns);
  }

  /** The same scan of other columns, by their places in the table, and with other times. */
  abstract LakehouseScan with(List<Integer> newColumns, List<RexNode> newTimes);

  /**
   * The same scan of a plan that makes no use of other rows.
   *
   * @param rows replaces what it was told before
   */
  abstract LakehouseScan where(RowSelection rows);

  /** The same scan with its times computed. */
  abstract LakehouseScan resolved(AsOfTimes computed);

  /** What is asked of the table, all columns of it; of scans of a {@link BoundPlan} only. */
  abstract TableRequest allColumns(Table table);

  /** The times, for EXPLAIN. */
  abstract RelWriter explainTimes(RelWriter writer);

  final List<Integer> columns() {
    return columns;
  }

  /** Whether storage gives no other rows than those that satisfy a condition that it was told. */
  final boolean hasOnly(RexNode condition) {
    WantedRows rows = new WantedRows(columnNames());
    return wanted.isExact()
        && rows.isOfKeysOnly(condition)
        && wanted.equals(rows.of(List.of(condition)));
  }

  final RowSelection wanted() {
    return wanted;
  }

  /** The expressions that are not computed yet. */
  final List<RexNode> times() {
    return times;
  }

  /** What is asked of a version of the table; of scans of a {@link BoundPlan} only. */
  public final TableRequest request(Table version) {
    return allColumns(version).select(columnNames()).where(wanted);
  }

  /** The table, as the statement was planned for it. */
  public final PlannedTable plannedTable() {
    return lakehouseTable.planned();
  }

  /** The version that the statement wants; empty when each execution takes the current one. */
  public final Optional<Table> fixedVersion() {
    return lakehouseTable.fixedVersion();
  }

  /** The names of the columns in the table, in the order of this scan's fields. */
  public final List<String> columnNames() {
    List<String> names = getTable().getRowType().getFieldNames();
    return columns.stream().map(names::get).toList();
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
    return with(fieldsUsed.asList().stream().map(columns::get).toList(), times);
  }

  @Override
  public RelNode accept(RexShuttle shuttle) {
    List<RexNode> newTimes = times.stream().map(shuttle::apply).toList();
    return newTimes.equals(times) ? this : with(columns, newTimes);
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
    return explainTimes(writer.item("table", names).item("columns", columnNames()))
        .itemIf("wanted", wanted, !wanted.isAll());
  }
}

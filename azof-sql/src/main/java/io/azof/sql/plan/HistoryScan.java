package io.azof.sql.plan;

import io.azof.sql.parse.HistoryClause;
import io.azof.storage.Table;
import io.azof.storage.TableRequest;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.HistoryRange;
import io.azof.storage.model.RowSelection;
import java.util.List;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;

/** Some columns of the versions of a table's keys that are valid at some time of a range. */
public final class HistoryScan extends LakehouseScan {
  private final @Nullable SqlOperator clause;
  private final @Nullable HistoryRange range;

  private HistoryScan(
      TableScan scan,
      List<Integer> columns,
      List<RexNode> times,
      RowSelection wanted,
      @Nullable SqlOperator clause,
      @Nullable HistoryRange range) {
    super(scan, columns, times, wanted);
    this.clause = clause;
    this.range = range;
  }

  static HistoryScan all(TableScan scan, List<Integer> columns) {
    return new HistoryScan(scan, columns, List.of(), RowSelection.ALL, null, HistoryRange.ALL);
  }

  /**
   * The same scan over the range of a clause.
   *
   * @param newClause one of {@link HistoryClause}
   * @param times its two times
   */
  HistoryScan over(SqlOperator newClause, List<RexNode> times) {
    return new HistoryScan(this, columns(), times, wanted(), newClause, null);
  }

  @Override
  HistoryScan with(List<Integer> newColumns, List<RexNode> newTimes) {
    return new HistoryScan(this, newColumns, newTimes, wanted(), clause, range);
  }

  @Override
  HistoryScan where(RowSelection rows) {
    return new HistoryScan(this, columns(), times(), rows, clause, range);
  }

  @Override
  HistoryScan resolved(AsOfTimes computed) {
    if (times().isEmpty()) {
      return this;
    }
    EventTime from = computed.of(times().get(0));
    EventTime to = computed.of(times().get(1));
    HistoryRange resolved =
        HistoryClause.BETWEEN.equals(clause)
            ? HistoryRange.between(from, to)
            : HistoryRange.fromTo(from, to);
    return new HistoryScan(this, columns(), List.of(), wanted(), null, resolved);
  }

  @Override
  TableRequest allColumns(Table table) {
    if (range == null) {
      throw new IllegalStateException("the times " + times() + " are not computed yet");
    }
    return table.history().within(range);
  }

  @Override
  RelWriter explainTimes(RelWriter writer) {
    return writer.item("history", range == null ? times() : range.toString());
  }
}

package io.azof.sql.plan;

import io.azof.storage.Table;
import io.azof.storage.TableRequest;
import io.azof.storage.model.AsOf;
import java.util.List;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Some columns of a table, as of an event time. */
public final class AsOfScan extends LakehouseScan {
  private final @Nullable AsOf asOf;

  private AsOfScan(TableScan scan, List<Integer> columns, List<RexNode> time, @Nullable AsOf asOf) {
    super(scan, columns, time);
    this.asOf = asOf;
  }

  static AsOfScan latest(TableScan scan, List<Integer> columns) {
    return new AsOfScan(scan, columns, List.of(), AsOf.LATEST);
  }

  /** The same scan at the event time that an expression gives. */
  AsOfScan at(RexNode time) {
    return new AsOfScan(this, columns(), List.of(time), null);
  }

  @Override
  AsOfScan with(List<Integer> newColumns, List<RexNode> newTimes) {
    return new AsOfScan(this, newColumns, newTimes, asOf);
  }

  @Override
  AsOfScan resolved(AsOfTimes computed) {
    return times().isEmpty()
        ? this
        : new AsOfScan(this, columns(), List.of(), AsOf.at(computed.of(times().get(0))));
  }

  @Override
  TableRequest allColumns(Table table) {
    if (asOf == null) {
      throw new IllegalStateException("the time " + times() + " is not computed yet");
    }
    return table.scan().asOf(asOf);
  }

  @Override
  RelWriter explainTimes(RelWriter writer) {
    return writer.item("asOf", asOf == null ? times().get(0) : asOf.toString());
  }
}

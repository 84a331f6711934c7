package io.azof.sql.plan;

import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.catalog.SessionSetting;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.catalog.SessionSettings.Origin;
import io.azof.storage.Table;
import io.azof.storage.TableRequest;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.RowSelection;
import java.util.List;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Some columns of a table, as of an event time. */
public final class AsOfScan extends LakehouseScan {
  private final @Nullable AsOf asOf;
  private final Origin origin;

  private AsOfScan(
      TableScan scan,
      List<Integer> columns,
      List<RexNode> time,
      RowSelection wanted,
      @Nullable AsOf asOf,
      Origin origin) {
    super(scan, columns, time, wanted);
    this.asOf = asOf;
    this.origin = origin;
  }

  /** At the time at which its session looks at tables, or latest. */
  static AsOfScan unclaused(TableScan scan, List<Integer> columns) {
    SessionSettings settings = scan.getTable().unwrapOrThrow(LakehouseTable.class).settings();
    Origin origin = settings.value(SessionSetting.AS_OF).origin();
    return new AsOfScan(scan, columns, List.of(), RowSelection.ALL, settings.asOf(), origin);
  }

  /** The same scan at the event time that an expression gives. */
  AsOfScan at(RexNode time) {
    return new AsOfScan(this, columns(), List.of(time), wanted(), null, Origin.DEFAULT);
  }

  @Override
  AsOfScan with(List<Integer> newColumns, List<RexNode> newTimes) {
    return new AsOfScan(this, newColumns, newTimes, wanted(), asOf, origin);
  }

  @Override
  AsOfScan where(RowSelection rows) {
    return new AsOfScan(this, columns(), times(), rows, asOf, origin);
  }

  @Override
  AsOfScan resolved(AsOfTimes computed) {
    return times().isEmpty()
        ? this
        : new AsOfScan(
            this,
            columns(),
            List.of(),
            wanted(),
            AsOf.at(computed.of(times().get(0))),
            Origin.DEFAULT);
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
    return writer.item("asOf", asOf == null ? times().get(0) : asOf + explainOrigin());
  }

  private String explainOrigin() {
    return switch (origin) {
      case DEFAULT -> "";
      case CONNECTION -> ", of the connection";
      case SESSION -> ", of the session";
    };
  }
}

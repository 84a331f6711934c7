package io.azof.storage.scan;

import io.azof.storage.model.AsOf;
import io.azof.storage.model.Snapshot;
import java.util.List;
import java.util.function.Function;

/** Stub. */
public final class ScanPlanner {
  private ScanPlanner() {}

  public static ScanPlan plan(
      String table,
      Snapshot snapshot,
      AsOf asOf,
      List<String> columns,
      Function<String, String> footers) {
    return new ScanPlan(table, snapshot.version(), asOf, columns);
  }
}

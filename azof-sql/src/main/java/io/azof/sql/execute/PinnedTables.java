package io.azof.sql.execute;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.plan.LakehouseScan;
import io.azof.storage.Lakehouse;
import io.azof.storage.Table;
import io.azof.storage.TableRequest;
import io.azof.storage.model.Traffic;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The tables of one execution, each at the version that was current when it was first asked for,
 * unless the statement says which.
 */
final class PinnedTables {
  private final Lakehouse lakehouse;
  private final Consumer<Traffic> traffic;
  private final Map<String, Table> tables = new HashMap<>();

  /**
   * @param traffic is told what it takes to find out which versions are current
   */
  PinnedTables(Lakehouse lakehouse, Consumer<Traffic> traffic) {
    this.lakehouse = lakehouse;
    this.traffic = traffic;
  }

  /**
   * What a plan asks for, of the columns of its node.
   *
   * @throws AzofException {@code CONFLICT} when the table has other columns than when the statement
   *     was prepared
   */
  TableRequest request(LakehouseScan node) {
    Table prepared = node.preparedTable();
    Table table =
        node.hasFixedVersion() ? prepared : tables.computeIfAbsent(prepared.name(), this::pin);
    if (!table.schema().equals(prepared.schema())) {
      throw new AzofException(
          ErrorCode.CONFLICT,
          "The columns of table \""
              + table.name()
              + "\" have changed since the statement was prepared; prepare it again");
    }
    return node.request(table);
  }

  private Table pin(String name) {
    Table table = lakehouse.table(name);
    traffic.accept(table.traffic());
    return table;
  }
}

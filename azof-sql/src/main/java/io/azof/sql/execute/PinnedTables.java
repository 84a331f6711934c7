package io.azof.sql.execute;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.PlannedTable;
import io.azof.sql.plan.LakehouseScan;
import io.azof.storage.Lakehouse;
import io.azof.storage.Table;
import io.azof.storage.TableRequest;
import io.azof.storage.model.Traffic;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The tables of one execution, each at the version that was current when it was first asked for,
 * unless the statement says which.
 */
public final class PinnedTables {
  private final Function<String, Table> current;
  private final Consumer<Traffic> traffic;
  private final Map<String, Table> tables = new HashMap<>();

  private PinnedTables(Function<String, Table> current, Consumer<Traffic> traffic) {
    this.current = current;
    this.traffic = traffic;
  }

  /**
   * Tables for a query, which may be a little behind, as the lakehouse is set up.
   *
   * @param traffic is told which versions are read, and what it takes to find out which are current
   */
  static PinnedTables forQuery(Lakehouse lakehouse, Consumer<Traffic> traffic) {
    return new PinnedTables(lakehouse::table, traffic);
  }

  /**
   * Tables for a change, which are never behind.
   *
   * @param traffic is told which versions are read, and what it takes to find out which are current
   */
  public static PinnedTables forChange(Lakehouse lakehouse, Consumer<Traffic> traffic) {
    return new PinnedTables(lakehouse::currentTable, traffic);
  }

  /**
   * What a plan asks for, of the columns of its node.
   *
   * @throws AzofException {@code CONFLICT} when the table has other columns than when the statement
   *     was prepared
   */
  TableRequest request(LakehouseScan node) {
    Table table = node.fixedVersion().orElseGet(() -> pinned(node.plannedTable()));
    traffic.accept(Traffic.ofVersion(table.name(), table.version()));
    return node.request(table);
  }

  /**
   * Pins a table.
   *
   * @param planned the same table as it was when the statement was prepared
   * @return the table as it is, and stays, for this execution
   * @throws AzofException {@code CONFLICT} when it has other columns than then
   */
  public Table pinned(PlannedTable planned) {
    Table table = tables.computeIfAbsent(planned.name(), this::pin);
    if (!table.schema().equals(planned.schema())) {
      throw new AzofException(
          ErrorCode.CONFLICT,
          "The columns of table \""
              + table.name()
              + "\" have changed since the statement was prepared; prepare it again");
    }
    return table;
  }

  private Table pin(String name) {
    Table table = current.apply(name);
    traffic.accept(table.traffic());
    return table;
  }
}

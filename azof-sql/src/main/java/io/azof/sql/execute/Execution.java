package io.azof.sql.execute;

import io.azof.sql.plan.AsOfScan;
import io.azof.sql.plan.BoundPlan;
import io.azof.sql.plan.BoundPlan.BareScan;
import io.azof.storage.Lakehouse;
import io.azof.storage.TableScan;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.QueryInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Runs plans. Safe for use by many threads. */
public final class Execution {
  private final Lakehouse lakehouse;
  private final DuckDb engine;

  /** Neither is closed here. */
  public Execution(Lakehouse lakehouse, DuckDb engine) {
    this.lakehouse = lakehouse;
    this.engine = engine;
  }

  /**
   * Runs a plan on the tables as they are now. The receiver closes the reader, on any thread.
   *
   * @param parent where memory is taken from
   */
  public ArrowReader openReader(BoundPlan plan, BufferAllocator parent) {
    PinnedTables tables = new PinnedTables(lakehouse);
    Optional<BareScan> bare = plan.bareScan();
    return bare.isPresent()
        ? openScan(plan, bare.get(), tables, parent)
        : openQuery(plan, tables, parent);
  }

  private static ArrowReader openScan(
      BoundPlan plan, BareScan bare, PinnedTables tables, BufferAllocator parent) {
    TableScan scan = tables.scan(bare.scan()).select(bare.columns());
    ArrowReader rows = scan.openReader(parent);
    return scan.arrowSchema().equals(plan.schema())
        ? rows
        : new RelabelledReader(rows, types(plan.schema()), plan.schema(), parent);
  }

  private ArrowReader openQuery(BoundPlan plan, PinnedTables tables, BufferAllocator parent) {
    EngineQuery query = EngineSql.of(plan.root(), plan.schema());
    Map<String, QueryInput> inputs = new LinkedHashMap<>();
    query.inputs().forEach((name, scan) -> inputs.put(name, ScanInput.of(scan, tables.scan(scan))));
    ArrowReader rows = engine.openQuery(parent, query.sql(), inputs, List.of());
    List<ArrowType> delivered = types(plan.schema()).stream().map(ResultCasts::delivered).toList();
    return new RelabelledReader(rows, delivered, plan.schema(), parent);
  }

  private static List<ArrowType> types(Schema schema) {
    return schema.getFields().stream().map(Field::getType).toList();
  }

  /** What a run of a plan would do now: the operators, the files of each scan, the engine's SQL. */
  public List<String> explain(BoundPlan plan) {
    List<String> lines = new ArrayList<>(plan.explained().lines().toList());
    PinnedTables tables = new PinnedTables(lakehouse);
    Optional<BareScan> bare = plan.bareScan();
    if (bare.isPresent()) {
      AsOfScan scan = bare.get().scan();
      TableScan columns = tables.scan(scan).select(bare.get().columns());
      columns.plan().toString().lines().forEach(lines::add);
      lines.add("The scan streams straight through.");
      return lines;
    }
    EngineQuery query = EngineSql.of(plan.root(), plan.schema());
    query
        .inputs()
        .forEach(
            (name, scan) -> {
              lines.add(name + ":");
              tables.scan(scan).plan().toString().lines().forEach(lines::add);
            });
    lines.add("SQL of the engine:");
    query.sql().lines().forEach(lines::add);
    return lines;
  }
}

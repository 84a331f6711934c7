package io.azof.sql.execute;

import io.azof.sql.plan.BoundPlan;
import io.azof.sql.plan.BoundPlan.BareScan;
import io.azof.sql.plan.LakehouseScan;
import io.azof.storage.Lakehouse;
import io.azof.storage.TableRequest;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.model.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
   * @param traffic is told what it takes to have the tables here, on any thread
   */
  public ArrowReader openReader(BoundPlan plan, BufferAllocator parent, Consumer<Traffic> traffic) {
    return openReader(plan, PinnedTables.forQuery(lakehouse, traffic), parent, traffic);
  }

  /**
   * Runs a plan. The receiver closes the reader, on any thread.
   *
   * @param tables what is read
   * @param parent where memory is taken from
   * @param traffic is told what it takes to have the files here, on any thread
   */
  public ArrowReader openReader(
      BoundPlan plan, PinnedTables tables, BufferAllocator parent, Consumer<Traffic> traffic) {
    return openReader(plan, tables, parent, traffic, RunMeters.off());
  }

  /**
   * As {@link #openReader(BoundPlan, BufferAllocator, Consumer)}.
   *
   * @param meters are told what each step gives and takes
   */
  ArrowReader openReader(
      BoundPlan plan, BufferAllocator parent, Consumer<Traffic> traffic, RunMeters meters) {
    Consumer<Traffic> versions = meters.traffic("tables", traffic);
    return openReader(plan, PinnedTables.forQuery(lakehouse, versions), parent, traffic, meters);
  }

  private ArrowReader openReader(
      BoundPlan plan,
      PinnedTables tables,
      BufferAllocator parent,
      Consumer<Traffic> traffic,
      RunMeters meters) {
    Optional<BareScan> bare = plan.bareScan();
    return bare.isPresent()
        ? openScan(plan, bare.get(), tables, parent, meters.traffic("scan", traffic))
        : openQuery(plan, tables, parent, traffic, meters);
  }

  private static ArrowReader openScan(
      BoundPlan plan,
      BareScan bare,
      PinnedTables tables,
      BufferAllocator parent,
      Consumer<Traffic> traffic) {
    TableRequest scan = tables.request(bare.scan()).select(bare.columns());
    ArrowReader rows = scan.openReader(parent, traffic);
    RowWindow window = new RowWindow(bare.offset(), bare.limit());
    return bare.isWhole() && scan.arrowSchema().equals(plan.schema())
        ? rows
        : new RelabelledReader(rows, types(plan.schema()), plan.schema(), window, parent);
  }

  private ArrowReader openQuery(
      BoundPlan plan,
      PinnedTables tables,
      BufferAllocator parent,
      Consumer<Traffic> traffic,
      RunMeters meters) {
    EngineQuery query = EngineSql.of(plan.root(), plan.schema());
    ArrowReader rows = openRows(query, tables, parent, traffic, meters);
    List<ArrowType> delivered = types(plan.schema()).stream().map(ResultCasts::delivered).toList();
    return new RelabelledReader(rows, delivered, plan.schema(), parent);
  }

  private ArrowReader openRows(
      EngineQuery query,
      PinnedTables tables,
      BufferAllocator parent,
      Consumer<Traffic> traffic,
      RunMeters meters) {
    Map<String, QueryInput> inputs = new LinkedHashMap<>();
    query
        .inputs()
        .forEach(
            (name, scan) -> {
              Consumer<Traffic> ofScan = meters.traffic(name, traffic);
              ScanInput input = ScanInput.of(scan, tables.request(scan), ofScan);
              inputs.put(name, meters.metered(name, input));
            });
    query
        .joins()
        .forEach(
            (name, join) -> {
              QueryInput sorted =
                  allocator -> openRows(join.rows(), tables, allocator, traffic, meters);
              Consumer<Traffic> ofHistory = meters.traffic(name, traffic);
              ScanInput history =
                  ScanInput.of(join.versions(), tables.request(join.versions()), ofHistory);
              VersionJoinInput input = VersionJoinInput.of(join, sorted, history);
              inputs.put(name, meters.metered(name, input));
            });
    query
        .systemInputs()
        .forEach((name, scan) -> inputs.put(name, new SystemInput(scan.systemTable(), lakehouse)));
    return engine.openQuery(parent, query.sql(), inputs, List.of());
  }

  private static List<ArrowType> types(Schema schema) {
    return schema.getFields().stream().map(Field::getType).toList();
  }

  /**
   * What a run of a plan would do now: the operators, the files of each scan, the engine's SQL. To
   * know it takes the footers of files, so those that are not here are fetched, as the run would.
   *
   * @param traffic is told what that takes
   */
  public List<String> explain(BoundPlan plan, Consumer<Traffic> traffic) {
    List<String> lines = new ArrayList<>(plan.explained().lines().toList());
    PinnedTables tables = PinnedTables.forQuery(lakehouse, traffic);
    Optional<BareScan> bare = plan.bareScan();
    if (bare.isPresent()) {
      LakehouseScan scan = bare.get().scan();
      TableRequest columns = tables.request(scan).select(bare.get().columns());
      addScan(lines, columns, traffic);
      lines.add("The scan streams straight through" + until(bare.get()) + ".");
      return lines;
    }
    addQuery(lines, EngineSql.of(plan.root(), plan.schema()), tables, traffic);
    return lines;
  }

  private static void addQuery(
      List<String> lines, EngineQuery query, PinnedTables tables, Consumer<Traffic> traffic) {
    query
        .inputs()
        .forEach(
            (name, scan) -> {
              lines.add(name + ":");
              addScan(lines, tables.request(scan), traffic);
            });
    query
        .joins()
        .forEach(
            (name, join) -> {
              lines.add(name + ", merged with the rows of a query of its own:");
              addScan(lines, tables.request(join.versions()), traffic);
              addQuery(lines, join.rows(), tables, traffic);
            });
    lines.add("SQL of the engine:");
    query.sql().lines().forEach(lines::add);
  }

  private static String until(BareScan bare) {
    return bare.limit() == Long.MAX_VALUE
        ? ""
        : " until there are "
            + bare.limit()
            + " rows after "
            + bare.offset()
            + " that are left out";
  }

  private static void addScan(List<String> lines, TableRequest scan, Consumer<Traffic> traffic) {
    scan.explain(traffic).lines().forEach(lines::add);
  }
}

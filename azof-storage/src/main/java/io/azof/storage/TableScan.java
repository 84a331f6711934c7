package io.azof.storage;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.Traffic;
import io.azof.storage.parquet.ArrowColumns;
import io.azof.storage.scan.KnownFile;
import io.azof.storage.scan.ScanFiles;
import io.azof.storage.scan.ScanPlan;
import io.azof.storage.scan.ScanPlanner;
import io.azof.storage.scan.ScanReader;
import io.azof.storage.scan.SegmentPath;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A request: which columns of a table, as of when. Immutable; {@link #asOf}, {@link #select} and
 * {@link #where} give refined copies. Nothing is read before {@link #plan} or {@link #openReader}.
 */
public final class TableScan implements TableRequest {
  private final String table;
  private final Snapshot snapshot;
  private final AsOf asOf;
  private final List<String> columns;
  private final RowSelection rows;
  private final TableSources sources;

  TableScan(
      String table,
      Snapshot snapshot,
      AsOf asOf,
      List<String> columns,
      RowSelection rows,
      TableSources sources) {
    this.table = table;
    this.snapshot = snapshot;
    this.asOf = asOf;
    this.columns = List.copyOf(columns);
    this.rows = rows;
    this.sources = sources;
  }

  /** The same scan at another event time. */
  public TableScan asOf(AsOf newAsOf) {
    return new TableScan(table, snapshot, newAsOf, columns, rows, sources);
  }

  @Override
  public TableScan select(List<String> names) {
    requireColumns(table, snapshot.schema().columnNames(), names);
    return new TableScan(table, snapshot, asOf, names, rows, sources);
  }

  @Override
  public TableScan where(RowSelection wanted) {
    return new TableScan(table, snapshot, asOf, columns, rows.intersect(wanted), sources);
  }

  /** Requires that each name is known, and stands once. */
  static void requireColumns(String table, List<String> known, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!known.contains(name)) {
        throw new AzofException(
            ErrorCode.COLUMN_NOT_FOUND,
            "Table \""
                + table
                + "\" has no column \""
                + name
                + "\"; it has "
                + String.join(", ", known));
      }
      if (names.indexOf(name) != i) {
        throw new AzofException(
            ErrorCode.ARGUMENT_INVALID, "Column \"" + name + "\" is asked for twice");
      }
    }
  }

  /** The snapshot that is scanned. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** When the table is looked at. */
  public AsOf asOf() {
    return asOf;
  }

  @Override
  public Schema arrowSchema() {
    return ArrowColumns.schema(snapshot.schema(), columns);
  }

  /**
   * What {@link #openReader} would read, and what it would skip and why. Reads file footers, for
   * which files that are not on this machine are fetched.
   *
   * @throws AzofException {@code HISTORY_EXPIRED} for an event time before the table's floor
   */
  public ScanPlan plan() {
    SegmentPath path = path();
    try (ScanFiles files = ScanFiles.open(table, snapshot, path.files(), sources.cache())) {
      return plan(path, files);
    }
  }

  @Override
  public String explain(Consumer<Traffic> fetched) {
    ScanPlan plan = plan();
    fetched.accept(plan.traffic());
    return plan.toString();
  }

  private ScanPlan plan(SegmentPath path, ScanFiles files) {
    Map<String, KnownFile> known = files.known(path.files(), rows, sources.footers());
    return ScanPlanner.plan(
        table, snapshot.version(), asOf, columns, rows, path, known, files.traffic());
  }

  /** What is no more there must not look as if it had never been. */
  private SegmentPath path() {
    EventTime floor = snapshot.eventTimeFloor();
    if (floor != null && asOf.boundMillis() < floor.epochMillis()) {
      throw new AzofException(
          ErrorCode.HISTORY_EXPIRED,
          "Table \""
              + table
              + "\" cannot be asked for its state as of "
              + asOf
              + ": its history before "
              + floor
              + " has expired");
    }
    return SegmentPath.of(snapshot, asOf, rows);
  }

  /**
   * Reads the state: one row per key, the newest at or before the asked time. Batches stream; rows
   * come in no particular order. The receiver closes the reader, which gives back all memory; it
   * may do so midway, and from another thread than the one that reads.
   *
   * @param parent where the memory is taken from; the reader makes a child of it
   * @throws AzofException {@code HISTORY_EXPIRED} for an event time before the table's floor; here
   *     or while reading, when a data file is missing or damaged; a result that ends without an
   *     exception is whole
   */
  public ArrowReader openReader(BufferAllocator parent) {
    return openReader(parent, fetched -> {});
  }

  @Override
  public ArrowReader openReader(BufferAllocator parent, Consumer<Traffic> fetched) {
    SegmentPath path = path();
    ScanFiles files = ScanFiles.open(table, snapshot, path.files(), sources.cache());
    try {
      fetched.accept(files.traffic());
      return ScanReader.open(
          plan(path, files),
          snapshot.schema(),
          files,
          sources.keyFacts(),
          sources.heldRows(),
          parent);
    } catch (Throwable e) {
      files.close();
      throw e;
    }
  }
}

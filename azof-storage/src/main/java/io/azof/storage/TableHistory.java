package io.azof.storage;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.history.HistoryPlan;
import io.azof.storage.history.HistoryPlan.ReadFile;
import io.azof.storage.history.HistoryPlanner;
import io.azof.storage.history.HistoryReader;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.HistoryRange;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.Traffic;
import io.azof.storage.scan.ScanFiles;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A request: which columns of which versions of a table's keys. Besides the table's columns there
 * are {@code valid_from}, the event time of a version, and {@code valid_to}, that of the next one
 * of its key, which may be a delete; null when there is none. Immutable; {@link #within}, {@link
 * #select} and {@link #where} give refined copies. Nothing is read before {@link #openReader}.
 */
public final class TableHistory implements TableRequest {
  private static final List<String> ADDED =
      List.of(HistoryReader.VALID_FROM, HistoryReader.VALID_TO);

  private final String table;
  private final Snapshot snapshot;
  private final HistoryRange range;
  private final List<String> columns;
  private final RowSelection rows;
  private final TableSources sources;

  private TableHistory(
      String table,
      Snapshot snapshot,
      HistoryRange range,
      List<String> columns,
      RowSelection rows,
      TableSources sources) {
    this.table = table;
    this.snapshot = snapshot;
    this.range = range;
    this.columns = List.copyOf(columns);
    this.rows = rows;
    this.sources = sources;
  }

  static TableHistory of(String table, Snapshot snapshot, TableSources sources) {
    for (String added : ADDED) {
      if (snapshot.schema().columnNames().stream().anyMatch(added::equalsIgnoreCase)) {
        throw new AzofException(
            ErrorCode.UNSUPPORTED,
            "The history of table \""
                + table
                + "\" cannot be asked for: the table has a column \""
                + added
                + "\" of its own, and a history adds one of that name; rename it");
      }
    }
    return new TableHistory(
        table, snapshot, HistoryRange.ALL, columnNames(snapshot), RowSelection.ALL, sources);
  }

  private static List<String> columnNames(Snapshot snapshot) {
    return Stream.concat(snapshot.schema().columnNames().stream(), ADDED.stream()).toList();
  }

  /** The same history of only those versions that are valid at some time of a range. */
  public TableHistory within(HistoryRange newRange) {
    return new TableHistory(table, snapshot, newRange, columns, rows, sources);
  }

  @Override
  public TableHistory select(List<String> names) {
    TableScan.requireColumns(table, columnNames(snapshot), names);
    return new TableHistory(table, snapshot, range, names, rows, sources);
  }

  @Override
  public TableHistory where(RowSelection wanted) {
    return new TableHistory(table, snapshot, range, columns, rows.intersect(wanted), sources);
  }

  @Override
  public Schema arrowSchema() {
    return HistoryReader.schema(snapshot.schema(), columns);
  }

  /**
   * What {@link #openReader} would read, and what it would skip and why. Reads no file.
   *
   * @throws AzofException {@code HISTORY_EXPIRED} for a range that begins before the table's floor
   */
  public HistoryPlan plan() {
    boolean withEnds = columns.contains(HistoryReader.VALID_TO);
    return HistoryPlanner.plan(table, snapshot, retained(), columns, rows, withEnds);
  }

  /** What is no more there must not look as if it had never been. */
  private HistoryRange retained() {
    EventTime floor = snapshot.eventTimeFloor();
    if (floor == null || range.isEmpty() || range.fromMillis() >= floor.epochMillis()) {
      return range;
    }
    if (range.isFromStart()) {
      return new HistoryRange(floor.epochMillis(), range.lastMillis());
    }
    throw new AzofException(
        ErrorCode.HISTORY_EXPIRED,
        "Table \""
            + table
            + "\" cannot be asked for its history "
            + range
            + ": what was before "
            + floor
            + " has expired");
  }

  @Override
  public String explain(Consumer<Traffic> fetched) {
    return plan().toString();
  }

  /** As {@link TableRequest} says; the versions of a key come latest first. */
  @Override
  public ArrowReader openReader(BufferAllocator parent, Consumer<Traffic> fetched) {
    HistoryPlan plan = plan();
    List<String> names = plan.files().stream().map(ReadFile::file).map(f -> f.name()).toList();
    ScanFiles files = ScanFiles.openNamed(table, snapshot, names, sources.cache());
    try {
      fetched.accept(files.traffic());
    } catch (RuntimeException | Error e) {
      files.close();
      throw e;
    }
    return HistoryReader.open(plan, snapshot.schema(), files, sources.sorter(), parent);
  }
}

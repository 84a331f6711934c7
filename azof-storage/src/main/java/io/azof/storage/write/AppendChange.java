package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Draft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Staged rows as a change of a table. Its files go into the store under new names each time it is
 * prepared, and in other parts when the tree has changed so that they have to.
 */
final class AppendChange implements Change, AutoCloseable {
  /** Of a table that does not exist yet. */
  static final long NO_VERSION = 0;

  private final String table;
  private final Snapshot opened;
  private final DataFileWriter files;
  private final BiFunction<StagedRows, OpenChain, StagedRows> parting;
  private final OptionalLong only;
  private StagedRows rows;
  private @Nullable PreparedAppend prepared;

  /**
   * @param opened the version that the rows were checked against
   * @param rows closed with this change
   * @param parting stages rows once more, so that each file goes to one segment of a chain
   * @param only the one version that the rows may follow; empty: any
   */
  AppendChange(
      String table,
      Snapshot opened,
      DataFileWriter files,
      StagedRows rows,
      BiFunction<StagedRows, OpenChain, StagedRows> parting,
      OptionalLong only) {
    this.table = table;
    this.opened = opened;
    this.files = files;
    this.rows = rows;
    this.parting = parting;
    this.only = only;
  }

  @Override
  public Prepared prepare(Snapshot current) {
    requireSameTable(current);
    requireVersion(current);
    requireFit(current.schema());
    OpenChain chain = OpenChain.of(TableTree.of(table, current));
    requireKept(current, chain);
    if (!rows.stream().allMatch(chain::holdsTogether)) {
      StagedRows parted = parting.apply(rows, chain);
      rows.close();
      rows = parted;
    }
    PreparedAppend next = new PreparedAppend(current, chain, rows);
    next.put();
    prepared = next;
    return next;
  }

  /**
   * What was committed.
   *
   * @param version the version that it became, as the one that was prepared last
   */
  CommitSummary summary(long version) {
    if (prepared == null) {
      throw new IllegalStateException("nothing was prepared");
    }
    return prepared.summary(version);
  }

  private void requireSameTable(Snapshot current) {
    if (opened.lineage() != null
        && (current.lineage() == null
            || !current.lineage().tableId().equals(opened.lineage().tableId()))) {
      throw new AzofException(
          ErrorCode.CONFLICT,
          "Table \""
              + table
              + "\" is another one than when the writer was opened; nothing was committed");
    }
  }

  private void requireVersion(Snapshot current) {
    if (only.isPresent() && current.version() != only.getAsLong()) {
      throw new AzofException(
          ErrorCode.CONFLICT,
          "Table \""
              + table
              + "\" is at version "
              + current.version()
              + " and no longer at "
              + only.getAsLong()
              + ", which the rows were computed from; nothing was committed, compute them again");
    }
  }

  /**
   * Columns that came later have their defaults in these rows, and wider types are read from
   * narrower ones. But a rollback may bring back a column that the rows were written without.
   */
  private void requireFit(TableSchema schema) {
    for (Column column : schema.columns()) {
      boolean isNewer = column.since() > opened.schema().id();
      if (!isNewer && opened.schema().columns().stream().noneMatch(w -> fits(w, column))) {
        throw new AzofException(
            ErrorCode.CONFLICT,
            "Column \""
                + column.name()
                + "\" of table \""
                + table
                + "\" was changed since the writer was opened, and the rows do not have it as it is"
                + " now; nothing was committed, write them again");
      }
    }
  }

  private static boolean fits(Column written, Column column) {
    return written.id() == column.id()
        && written.type().widensTo(column.type())
        && (column.nullable() || !written.nullable());
  }

  private void requireKept(Snapshot current, OpenChain chain) {
    EventTime earliest = earliest(current, chain);
    for (StagedFile file : rows.files()) {
      if (file.facts().minEventTime().compareTo(earliest) < 0) {
        throw new AzofException(
            ErrorCode.ARGUMENT_INVALID,
            "Table \""
                + table
                + "\" has been made to keep nothing before "
                + earliest
                + " meanwhile, and a row is of "
                + file.facts().minEventTime()
                + "; nothing was committed");
      }
    }
  }

  /** The least event time that a row can have. */
  static EventTime earliest(Snapshot snapshot, OpenChain chain) {
    EventTime start = chain.starts().get(0);
    EventTime floor = snapshot.eventTimeFloor();
    return floor == null || floor.compareTo(start) < 0 ? start : floor;
  }

  /** Removes the staged files. */
  @Override
  public void close() {
    rows.close();
  }

  private final class PreparedAppend implements Prepared {
    private final Snapshot current;
    private final OpenChain chain;
    private final StagedRows staged;
    private final Map<StagedFile, String> names = new LinkedHashMap<>();

    PreparedAppend(Snapshot current, OpenChain chain, StagedRows staged) {
      this.current = current;
      this.chain = chain;
      this.staged = staged;
    }

    void put() {
      try {
        for (StagedFile file : staged.files()) {
          names.put(file, files.put(file, table, DataFileKind.DELTA, current.version()));
        }
      } catch (AzofException e) {
        discardAfter(e);
        throw e;
      }
    }

    @Override
    public Draft draft(long version) {
      List<Segment> segments = List.of(chain.withDeltas(names, version));
      Map<String, String> texts = summary(version).texts();
      return current.version() == NO_VERSION
          ? new Draft(
              current.schema(),
              segments,
              current.properties(),
              null,
              version,
              Operation.CREATE,
              texts)
          : Draft.of(current, segments, Operation.APPEND, texts);
    }

    CommitSummary summary(long version) {
      return CommitSummary.of(version, staged, chain, names);
    }

    @Override
    public void discard() {
      names.values().forEach(name -> files.remove(table, name));
    }

    private void discardAfter(AzofException reason) {
      try {
        discard();
      } catch (AzofException e) {
        reason.addSuppressed(e);
      }
    }
  }
}

package io.azof.storage.snapshot;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import java.util.Map;

/**
 * Brings back what a table held at an older version: its segments and its columns. This is a new
 * version; those in between stay in the history. The table's settings stay as they are, and history
 * that has expired since then does not come back.
 *
 * @param target the older version
 */
public record Rollback(SnapshotReader snapshots, String table, long target) implements Change {

  /**
   * @throws AzofException {@code VERSION_NOT_FOUND}; {@code ARGUMENT_INVALID} when the table is at
   *     that version
   */
  @Override
  public Prepared prepare(Snapshot current) {
    if (target == current.version()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Table \"" + table + "\" is at version " + target + " already");
    }
    VersionChain chain = new VersionChain(snapshots, table, current);
    Snapshot older = chain.version(target);
    HistoryFloor floor =
        new HistoryFloor(current.eventTimeFloor()).max(new HistoryFloor(older.eventTimeFloor()));
    Draft draft =
        new Draft(
            schema(current.schema(), older.schema()),
            floor.kept(older.segments()),
            current.properties(),
            floor.time(),
            chain.retainedFrom(),
            Operation.ROLLBACK,
            Map.of("to_version", Long.toString(target)));
    return new Prepared() {
      @Override
      public Draft draft(long version) {
        return draft;
      }

      @Override
      public void discard() {
        // it wrote nothing
      }
    };
  }

  /** The older columns, under a new id unless they never changed: ids only rise. */
  private static TableSchema schema(TableSchema current, TableSchema older) {
    return current.columns().equals(older.columns())
        ? current
        : new TableSchema(current.id() + 1, current.lastColumnId(), older.columns());
  }
}

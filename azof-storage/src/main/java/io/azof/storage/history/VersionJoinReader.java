package io.azof.storage.history;

import io.azof.storage.duckdb.InnerQuery;
import io.azof.storage.scan.CancellableReader;
import io.azof.storage.scan.ReadAheadReader;
import io.azof.storage.scan.RowRuns;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows, each with the version of its key that had begun last at its time. Both come by key and then
 * the latest first, a history as it is read, so that one pass over both is all it takes: the merge
 * of a sort-merge join, with a time instead of an equality.
 *
 * <p>A row whose key or time is null has no version. Whether the version had ended is not looked
 * at.
 */
public final class VersionJoinReader extends CancellableReader implements InnerQuery {
  private final Schema schema;
  private final ArrowReader rows;
  private final ReadAheadReader history;
  private @Nullable VersionCursor versions;
  private final Sides sides;
  private final boolean keepsAll;
  private final RowRuns joined = new RowRuns();
  private boolean isStarted;
  private boolean hasFirst;

  private VersionJoinReader(
      Schema schema,
      ArrowReader rows,
      ReadAheadReader history,
      Sides sides,
      boolean keepsAll,
      BufferAllocator allocator) {
    super("temporal join", allocator);
    this.schema = schema;
    this.rows = rows;
    this.history = history;
    this.sides = sides;
    this.keepsAll = keepsAll;
  }

  /**
   * Where the columns are that are compared: keys are texts, times are in milliseconds.
   *
   * @param key of the rows
   * @param time of the rows
   * @param versionKey of the versions
   * @param validFrom of the versions
   */
  public record Sides(int key, int time, int versionKey, int validFrom) {}

  /**
   * Opens the join of rows and versions, of which nothing is read yet; the receiver closes it, and
   * they are closed with it.
   *
   * @param schema the columns of the rows, then those of the versions; of the same types, under any
   *     names
   * @param rows by key, the latest of a key first, nulls last
   * @param versions of a whole history, as {@link HistoryReader} gives them
   * @param keepsAll whether rows without a version are kept, with nulls in its place
   * @param parent where the memory is taken from, in a child named "temporal join"
   */
  public static VersionJoinReader open(
      Schema schema,
      ArrowReader rows,
      ArrowReader versions,
      Sides sides,
      boolean keepsAll,
      BufferAllocator parent) {
    BufferAllocator allocator = parent.newChildAllocator("temporal join", 0, Long.MAX_VALUE);
    ReadAheadReader history = new ReadAheadReader(versions, allocator);
    return new VersionJoinReader(schema, rows, history, sides, keepsAll, allocator);
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }

  /** Has the rows sorted, while versions are read ahead. */
  @Override
  public synchronized void start() throws IOException {
    requireOpen();
    history.start();
    hasFirst = rows.loadNextBatch();
    isStarted = true;
  }

  private boolean loadRows() throws IOException {
    if (!isStarted) {
      start();
    }
    boolean isFirst = hasFirst;
    hasFirst = false;
    return isFirst || rows.loadNextBatch();
  }

  @Override
  protected int fill(VectorSchemaRoot batch) throws IOException {
    while (loadRows()) {
      requireOpen();
      if (rows.getVectorSchemaRoot().getRowCount() == 0) {
        continue;
      }
      if (versions == null) {
        versions = new VersionCursor(history, sides.versionKey(), sides.validFrom());
      }
      join(rows.getVectorSchemaRoot(), versions, batch);
      if (joined.rows() > 0) {
        return joined.rows();
      }
    }
    return 0;
  }

  private void join(VectorSchemaRoot from, VersionCursor versions, VectorSchemaRoot batch)
      throws IOException {
    List<FieldVector> targets = batch.getFieldVectors();
    int count = from.getFieldVectors().size();
    joined.clear();
    FoundVersions found =
        new FoundVersions(targets.subList(count, targets.size()), from.getRowCount());
    RowPlace place = new RowPlace(from, sides);
    for (int row = 0; row < from.getRowCount(); row++) {
      boolean hasVersion = place.moveTo(row) && find(place, versions, found);
      if (hasVersion) {
        found.add(versions.row());
      } else if (keepsAll) {
        found.addNone();
      }
      if (hasVersion || keepsAll) {
        joined.add(row);
      }
    }
    found.copyFrom(versions.batch());
    found.end();
    for (int i = 0; i < count; i++) {
      joined.take(from.getVector(i), targets.get(i));
    }
  }

  /** Goes on to the version of a row, if there is one. */
  private boolean find(RowPlace place, VersionCursor versions, FoundVersions found)
      throws IOException {
    while (versions.isBefore(place)) {
      if (versions.isLastOfBatch()) {
        found.copyFrom(versions.batch());
        requireOpen();
      }
      versions.next();
    }
    return versions.isOf(place);
  }

  @Override
  public void stop() {
    if (rows instanceof InnerQuery source) {
      source.stop();
    }
  }

  @Override
  protected void stopWaiting() {
    stop();
  }

  @Override
  protected void closeReadSource() throws IOException {
    try (allocator;
        rows) {
      history.close();
    }
  }
}

package io.azof.storage.merge;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of several sources as one, in the same order, those kept that a {@link MergeRule} keeps.
 * It streams: of each source two or three batches are held.
 */
public final class MergedReader extends ArrowReader {
  private static final int BATCH_ROWS = 32_768;
  private static final int BATCHES_LEFT_MAX = 16;

  private final Schema schema;
  private final MergeRule rule;
  private final long deletesFromMillis;
  private final ChosenRows chosen = new ChosenRows();
  private final List<RowCursor> cursors = new ArrayList<>();
  private final PriorityQueue<RowCursor> waiting;
  private boolean closed;

  private MergedReader(
      Schema schema, MergeRule rule, long deletesFromMillis, BufferAllocator allocator) {
    super(allocator);
    this.schema = schema;
    this.rule = rule;
    this.deletesFromMillis = deletesFromMillis;
    Comparator<RowCursor> byGroup = (a, b) -> a.compareGroups(b, rule);
    this.waiting = new PriorityQueue<>(byGroup.thenComparing(RowCursor::compareVersions));
  }

  /**
   * Opens a merge; the receiver closes it.
   *
   * @param sources in their order of precedence: of rows of the same key, event time and sequence
   *     that of the first is kept
   * @param deletesFromMillis tombstones before this are not kept, but keep older rows out all the
   *     same; in epoch milliseconds
   * @param schema the columns of the result: those of the sources that emit rows, in their order,
   *     then {@code _seq} and {@code _deleted} or not, which are filled in for sources without them
   * @param parent where memory is taken from, in a child named "merge"
   * @throws AzofException here or while reading, what the sources throw; {@code DATA_FILE_CORRUPT}
   *     when one of them is not sorted
   */
  public static MergedReader open(
      List<MergeSource> sources,
      MergeRule rule,
      long deletesFromMillis,
      Schema schema,
      BufferAllocator parent) {
    BufferAllocator allocator = parent.newChildAllocator("merge", 0, Long.MAX_VALUE);
    MergedReader reader = new MergedReader(schema, rule, deletesFromMillis, allocator);
    try {
      for (MergeSource source : sources) {
        reader.add(source);
      }
      return reader;
    } catch (RuntimeException e) {
      reader.closeAfter(e);
      throw e;
    }
  }

  private void add(MergeSource source) {
    RowCursor cursor = new RowCursor(source, cursors.size(), allocator, chosen::leave);
    cursors.add(cursor);
    if (cursor.start()) {
      waiting.add(cursor);
    }
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    VectorSchemaRoot root = getVectorSchemaRoot();
    try {
      choose();
      RunCopy copy = new RunCopy(chosen);
      for (int column = 0; column < root.getFieldVectors().size(); column++) {
        copy.fill(column, root.getVector(column));
      }
      root.setRowCount(chosen.rows());
      chosen.clear();
    } catch (OutOfMemoryException e) {
      throw new AzofException(
          ErrorCode.LIMIT_REACHED, "The merge of data files takes more memory than is allowed", e);
    }
    return root.getRowCount() > 0;
  }

  private void choose() {
    while (hasRoom() && !waiting.isEmpty()) {
      RowCursor cursor = waiting.remove();
      if (chooseRun(cursor)) {
        waiting.add(cursor);
      }
    }
  }

  /**
   * Chooses the rows of a cursor up to the next row of another one.
   *
   * @return false when the cursor has come to its end
   */
  private boolean chooseRun(RowCursor cursor) {
    RowCursor other = waiting.peek();
    int keyOrder = keyOrder(cursor, other);
    do {
      int order = other == null ? -1 : cursor.compareGroups(keyOrder, other, rule);
      if (order > 0 || (order == 0 && cursor.compareVersions(other) > 0)) {
        return true;
      }
      if (order == 0) {
        skipOthers(cursor);
      }
      if (cursor.emits() && !isForgotten(cursor.batch(), cursor.row())) {
        chosen.add(cursor.batch(), cursor.row());
      }
      if (!cursor.nextGroup(rule)) {
        return false;
      }
      if (order == 0 || cursor.isAtNewKey()) {
        other = waiting.peek();
        keyOrder = keyOrder(cursor, other);
      }
    } while (hasRoom());
    return true;
  }

  /** The order of the keys of two cursors; the one comes first when there is no other. */
  private static int keyOrder(RowCursor cursor, @Nullable RowCursor other) {
    return other == null ? -1 : cursor.compareKeys(other);
  }

  private boolean isForgotten(SourceBatch batch, int row) {
    return batch.isDeleted(row) && batch.millis(row) < deletesFromMillis;
  }

  private boolean hasRoom() {
    return chosen.rows() < BATCH_ROWS && chosen.batchesLeft() < BATCHES_LEFT_MAX;
  }

  /** Lets all cursors pass by that are at the group of the one that has won it. */
  private void skipOthers(RowCursor winner) {
    for (RowCursor other = waiting.peek();
        other != null && other.compareGroups(winner, rule) == 0;
        other = waiting.peek()) {
      waiting.remove();
      if (other.nextGroup(rule)) {
        waiting.add(other);
      }
    }
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  /** Closed by whoever reads it to its end, and by whoever opened it. */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      super.close();
    }
  }

  private void closeAfter(Throwable reason) {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  protected void closeReadSource() throws IOException {
    List<AutoCloseable> all = new ArrayList<>(cursors);
    all.add(chosen);
    all.add(allocator);
    try {
      AutoCloseables.close(all);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}

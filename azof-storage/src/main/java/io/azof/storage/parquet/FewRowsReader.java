package io.azof.storage.parquet;

import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One batch of rows, sorted in memory: a commit of a few rows should not cost the start of a query.
 * The order is that of {@link SortedRows}.
 */
final class FewRowsReader extends ArrowReader {
  private final VectorSchemaRoot rows;
  private final int[] order;
  private boolean isRead;

  private FewRowsReader(VectorSchemaRoot rows, int[] order, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
    this.order = order;
  }

  /**
   * @param rows as they are stored, the last column being their ordinals; stay the caller's, and
   *     must be there until the batch has been read
   * @param partStarts in epoch milliseconds, ascending
   * @param lastFirst whether of rows of a key and event time the last one comes first
   */
  static FewRowsReader of(
      VectorSchemaRoot rows, long[] partStarts, boolean lastFirst, BufferAllocator allocator) {
    VarCharVector keys = (VarCharVector) rows.getVector(TableSchema.KEY);
    BigIntVector times = (BigIntVector) rows.getVector(TableSchema.EVENT_TIME);
    Comparator<Integer> ordinal = Comparator.naturalOrder();
    Comparator<Integer> byPlace =
        Comparator.<Integer>comparingInt(row -> part(partStarts, times.get(row)))
            .thenComparing((a, b) -> compareKeys(keys, a, b))
            .thenComparing((a, b) -> Long.compare(times.get(b), times.get(a)))
            .thenComparing(lastFirst ? ordinal.reversed() : ordinal);
    int[] order =
        IntStream.range(0, rows.getRowCount())
            .boxed()
            .sorted(byPlace)
            .mapToInt(Integer::intValue)
            .toArray();
    return new FewRowsReader(rows, order, allocator);
  }

  /** The last part that starts then or before, else the first. */
  static int part(long[] partStarts, long millis) {
    int found = partStarts.length - 1;
    while (found > 0 && partStarts[found] > millis) {
      found--;
    }
    return found;
  }

  private static int compareKeys(VarCharVector keys, int a, int b) {
    return ByteFunctionHelpers.compare(
        keys.getDataBuffer(),
        keys.getStartOffset(a),
        keys.getEndOffset(a),
        keys.getDataBuffer(),
        keys.getStartOffset(b),
        keys.getEndOffset(b));
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (isRead || order.length == 0) {
      return false;
    }
    isRead = true;
    VectorSchemaRoot sorted = getVectorSchemaRoot();
    for (FieldVector target : sorted.getFieldVectors()) {
      FieldVector given = rows.getVector(target.getName());
      target.setInitialCapacity(order.length);
      for (int row = 0; row < order.length; row++) {
        target.copyFromSafe(order[row], row, given);
      }
    }
    sorted.setRowCount(order.length);
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    List<FieldVector> columns = rows.getFieldVectors();
    return new Schema(
        columns.subList(0, columns.size() - 1).stream().map(FieldVector::getField).toList());
  }
}

package io.azof.storage.merge;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.TableSchema;
import io.azof.storage.scan.Keys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/** A batch of one source of a merge. It owns its buffers. */
final class SourceBatch implements AutoCloseable {
  private final List<FieldVector> vectors;

  /** Which vectors have nulls: counted once, not for each run that is copied. */
  private final Set<FieldVector> withNulls = Collections.newSetFromMap(new IdentityHashMap<>());

  private final int rows;
  private final Keys keys;
  private final long times;
  private final @Nullable BigIntVector sequences;
  private final long sequence;
  private final @Nullable BitVector deletes;

  /** Whether the merge has chosen a row of it that is not copied yet. */
  private boolean awaited;

  private SourceBatch(List<FieldVector> vectors, int rows, MergeSource source) {
    this.vectors = vectors;
    vectors.stream().filter(vector -> vector.getNullCount() > 0).forEach(withNulls::add);
    this.rows = rows;
    this.keys = new Keys((BaseVariableWidthVector) required(TableSchema.KEY, source));
    this.times =
        ((TimeStampMilliTZVector) required(TableSchema.EVENT_TIME, source))
            .getDataBuffer()
            .memoryAddress();
    this.sequences =
        vector(TableSchema.SEQUENCE) == null
            ? null
            : (BigIntVector) required(TableSchema.SEQUENCE, source);
    this.sequence = source.sequence();
    this.deletes =
        vector(TableSchema.DELETED) == null
            ? null
            : (BitVector) required(TableSchema.DELETED, source);
  }

  /** Takes the buffers of {@code batch} over; its vectors are empty then. */
  static SourceBatch openTaking(
      VectorSchemaRoot batch, MergeSource source, BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    try {
      for (FieldVector vector : batch.getFieldVectors()) {
        TransferPair transfer = vector.getTransferPair(allocator);
        transfer.transfer();
        vectors.add((FieldVector) transfer.getTo());
      }
      return new SourceBatch(vectors, batch.getRowCount(), source);
    } catch (RuntimeException e) {
      vectors.forEach(FieldVector::close);
      throw e;
    }
  }

  private FieldVector required(String name, MergeSource source) {
    FieldVector vector = vector(name);
    if (vector == null || hasNulls(vector)) {
      throw new AzofException(
          ErrorCode.DATA_FILE_CORRUPT,
          "Cannot read " + source.label() + ": it holds a row without " + name);
    }
    return vector;
  }

  /** The vector of that name; null when the batch has none. */
  @Nullable FieldVector vector(String name) {
    for (FieldVector vector : vectors) {
      if (vector.getName().equals(name)) {
        return vector;
      }
    }
    return null;
  }

  boolean hasNulls(FieldVector vector) {
    return withNulls.contains(vector);
  }

  /** The vector at that place. */
  FieldVector vector(int column) {
    return vectors.get(column);
  }

  int rows() {
    return rows;
  }

  long millis(int row) {
    return MemoryUtil.getLong(times + (long) row * Long.BYTES);
  }

  long sequence(int row) {
    return sequences == null ? sequence : sequences.get(row);
  }

  /** Whether the row is a tombstone. */
  boolean isDeleted(int row) {
    return deletes != null && deletes.get(row) != 0;
  }

  /** The sequence of all rows of the source; of no account when it has a column of them. */
  long sourceSequence() {
    return sequence;
  }

  byte[] key(int row) {
    return keys.copy(row);
  }

  /** The order of two keys by their bytes. */
  int compareKeys(int row, SourceBatch other, int otherRow) {
    return keys.compare(row, other.keys, otherRow);
  }

  /** The order of a key that was copied and one of this batch. */
  int compareKey(byte[] earlier, int row) {
    return keys.compare(earlier, row);
  }

  boolean isAwaited() {
    return awaited;
  }

  void setAwaited(boolean isAwaited) {
    awaited = isAwaited;
  }

  @Override
  public void close() {
    vectors.forEach(FieldVector::close);
  }
}

package io.azof.storage.scan;

import io.azof.storage.model.TableSchema;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;

/**
 * The sequences of the rows of one batch: the versions whose commits brought them. Valid as long as
 * the vector's buffers are.
 */
final class Sequences {
  private static final long NOT_READ = 0;

  private final long data;
  private final long same;

  private Sequences(long data, long same) {
    this.data = data;
    this.same = same;
  }

  /**
   * @param vectors of {@code file}, with the column of sequences if the file's rows differ in them
   */
  static Sequences of(List<FieldVector> vectors, PathFile file) {
    if (!file.hasSequences()) {
      return new Sequences(NOT_READ, file.minSequence());
    }
    BigIntVector vector = (BigIntVector) SystemColumns.vector(vectors, TableSchema.SEQUENCE);
    return new Sequences(vector.getDataBuffer().memoryAddress(), 0);
  }

  long at(int row) {
    return data == NOT_READ ? same : MemoryUtil.getLong(data + (long) row * Long.BYTES);
  }
}

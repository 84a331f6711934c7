package io.azof.storage.scan;

import io.azof.storage.model.TableSchema;
import java.util.List;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of one batch say that their key is gone. Valid as long as the vector's buffers are.
 */
final class Tombstones {
  private final @Nullable BitVector deleted;

  private Tombstones(@Nullable BitVector deleted) {
    this.deleted = deleted;
  }

  /**
   * @param vectors of {@code file}, with the column of deletes if the file has any
   */
  static Tombstones of(List<FieldVector> vectors, PathFile file) {
    return new Tombstones(
        file.hasDeletes() ? (BitVector) SystemColumns.vector(vectors, TableSchema.DELETED) : null);
  }

  /** Whether there is none. */
  boolean isEmpty() {
    return deleted == null;
  }

  boolean isDeleted(int row) {
    return deleted != null && deleted.get(row) != 0;
  }
}

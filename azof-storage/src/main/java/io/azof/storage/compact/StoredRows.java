package io.azof.storage.compact;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.compact.merge.SourceRows;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileReader;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.ParquetFile;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows of one data file, in its order, with columns as the table has them. */
final class StoredRows implements SourceRows {
  private static final int BATCH_ROWS = 32_768;
  private static final Set<String> OWN =
      Set.of(TableSchema.KEY, TableSchema.EVENT_TIME, TableSchema.SEQUENCE, TableSchema.DELETED);

  private final DataFileReader file;
  private final BooleanSupplier isStopped;

  /**
   * @param columns by their names in the table
   * @param isStopped asked before each batch; when it is true, reading ends with {@code CANCELLED}
   */
  StoredRows(
      ParquetFile file,
      FileSchema schema,
      List<String> columns,
      BooleanSupplier isStopped,
      BufferAllocator allocator) {
    this.isStopped = isStopped;
    this.file =
        DataFileReader.open(
            List.of(file), schema, columns, OptionalLong.empty(), BATCH_ROWS, allocator);
  }

  @Override
  public boolean next() {
    if (isStopped.getAsBoolean()) {
      throw new AzofException(ErrorCode.CANCELLED, "The compaction was stopped");
    }
    if (!file.next()) {
      return false;
    }
    if (file.root().getVector(TableSchema.DELETED) instanceof BitVector deleted) {
      emptyTombstones(file.root(), deleted);
    }
    return true;
  }

  /** A tombstone that is older than a column would have its default. */
  private static void emptyTombstones(VectorSchemaRoot batch, BitVector deleted) {
    for (int row = 0; row < batch.getRowCount(); row++) {
      if (deleted.isNull(row) || deleted.get(row) == 0) {
        continue;
      }
      for (FieldVector vector : batch.getFieldVectors()) {
        if (!OWN.contains(vector.getName()) && !vector.isNull(row)) {
          BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
        }
      }
    }
  }

  @Override
  public VectorSchemaRoot root() {
    return file.root();
  }

  @Override
  public void close() {
    file.close();
  }
}

package io.azof.storage.merge;

import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileReader;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.ParquetFile;
import io.azof.storage.parquet.RowFilter;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows of one data file, in its order, with columns as the table has them. */
final class StoredRows implements SourceRows {
  private static final Set<String> OWN =
      Set.of(TableSchema.KEY, TableSchema.EVENT_TIME, TableSchema.SEQUENCE, TableSchema.DELETED);

  private final DataFileReader file;
  private final Runnable requireOpen;

  /**
   * @param columns by their names in the table
   * @param filter which of the rows
   * @param batchRows the most rows that a batch has
   * @param requireOpen run before each batch; what it throws ends the reading
   */
  StoredRows(
      ParquetFile file,
      FileSchema schema,
      List<String> columns,
      RowFilter filter,
      int batchRows,
      Runnable requireOpen,
      BufferAllocator allocator) {
    this.requireOpen = requireOpen;
    this.file = DataFileReader.open(List.of(file), schema, columns, filter, batchRows, allocator);
  }

  @Override
  public boolean next() {
    requireOpen.run();
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

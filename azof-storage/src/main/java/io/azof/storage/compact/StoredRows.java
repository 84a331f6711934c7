package io.azof.storage.compact;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.compact.merge.SourceRows;
import io.azof.storage.parquet.DataFileReader;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.ParquetFile;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows of one data file, in its order, with columns as the table has them. */
final class StoredRows implements SourceRows {
  private static final int BATCH_ROWS = 32_768;

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
    return file.next();
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

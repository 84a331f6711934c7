package io.azof.storage.compact;

import io.azof.storage.compact.merge.SourceRows;
import io.azof.storage.parquet.DataFileReader;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.ParquetFile;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows of one data file, in its order, with columns as the table has them. */
final class StoredRows implements SourceRows {
  private static final int BATCH_ROWS = 32_768;

  private final DataFileReader file;

  /**
   * @param columns by their names in the table
   */
  StoredRows(ParquetFile file, FileSchema schema, List<String> columns, BufferAllocator allocator) {
    this.file =
        DataFileReader.open(
            List.of(file), schema, columns, OptionalLong.empty(), BATCH_ROWS, allocator);
  }

  @Override
  public boolean next() {
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

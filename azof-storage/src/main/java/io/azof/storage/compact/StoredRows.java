package io.azof.storage.compact;

import io.azof.storage.compact.merge.SourceRows;
import io.azof.storage.parquet.ParquetFile;
import io.azof.storage.parquet.ParquetReader;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows of one data file, in its order. */
final class StoredRows implements SourceRows {
  private static final int BATCH_ROWS = 32_768;

  private final ParquetReader file;

  StoredRows(ParquetFile file, List<String> columns, BufferAllocator allocator) {
    this.file = ParquetReader.open(List.of(file), columns, BATCH_ROWS, allocator);
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

package io.azof.storage.write;

import io.azof.storage.parquet.FooterReader;
import io.azof.storage.parquet.ParquetFile;
import io.azof.storage.parquet.ParquetReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The rows of staged files once more, file by file. */
final class StagedRowsReader extends ArrowReader {
  private static final int BATCH_ROWS = 16_384;

  private final Schema schema;
  private final ParquetReader files;

  /**
   * @param staged at least one file
   * @param schema their columns
   */
  StagedRowsReader(StagedRows staged, Schema schema, BufferAllocator allocator) {
    super(allocator);
    this.schema = schema;
    List<ParquetFile> parquet = staged.stream().map(f -> parquet(f.path())).toList();
    List<String> columns = schema.getFields().stream().map(Field::getName).toList();
    this.files = ParquetReader.open(parquet, columns, BATCH_ROWS, allocator);
  }

  private static ParquetFile parquet(Path path) {
    String label = "the staged file " + path;
    return new ParquetFile(path, label, FooterReader.read(path, label));
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!files.next()) {
      return false;
    }
    loadRecordBatch(new VectorUnloader(files.root()).getRecordBatch());
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    files.close();
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }
}

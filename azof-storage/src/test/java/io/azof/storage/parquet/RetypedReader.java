package io.azof.storage.parquet;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** The buffers of another reader under types that they need not fit. */
final class RetypedReader extends ArrowReader {
  private final ArrowReader rows;
  private final Schema schema;

  RetypedReader(ArrowReader rows, Schema schema, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
    this.schema = schema;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!rows.loadNextBatch()) {
      return false;
    }
    loadRecordBatch(new VectorUnloader(rows.getVectorSchemaRoot()).getRecordBatch());
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() throws IOException {
    rows.close();
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }
}

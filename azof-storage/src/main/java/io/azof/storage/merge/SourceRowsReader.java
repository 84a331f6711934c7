package io.azof.storage.merge;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows as a reader gives them, their columns under other names. */
final class SourceRowsReader extends ArrowReader {
  private final SourceRows rows;
  private final Schema schema;

  /**
   * @param rows closed with this
   * @param schema their columns, by their places
   */
  SourceRowsReader(SourceRows rows, Schema schema, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
    this.schema = schema;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!rows.next()) {
      return false;
    }
    loadRecordBatch(new VectorUnloader(rows.root()).getRecordBatch());
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    rows.close();
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }
}

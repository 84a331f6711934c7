package io.azof.storage.compact;

import io.azof.storage.compact.merge.SourceRows;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows as a reader gives them. */
final class SourceRowsReader extends ArrowReader {
  private final SourceRows rows;

  SourceRowsReader(SourceRows rows, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
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
    return rows.root().getSchema();
  }
}

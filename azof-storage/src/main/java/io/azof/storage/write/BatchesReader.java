package io.azof.storage.write;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches that are there already, which stay their owner's. Their buffers are shared. */
final class BatchesReader extends ArrowReader {
  private final Schema schema;
  private final List<ArrowRecordBatch> batches;
  private int next;

  BatchesReader(Schema schema, List<ArrowRecordBatch> batches, BufferAllocator allocator) {
    super(allocator);
    this.schema = schema;
    this.batches = batches;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (next == batches.size()) {
      return false;
    }
    ArrowRecordBatch batch = batches.get(next++);
    loadRecordBatch(new ArrowRecordBatch(batch.getLength(), batch.getNodes(), batch.getBuffers()));
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return schema;
  }
}

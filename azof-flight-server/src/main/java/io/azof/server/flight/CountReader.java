package io.azof.server.flight;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** How many rows a statement wrote, as one row. */
final class CountReader extends ArrowReader {
  private final long rows;
  private boolean delivered;

  CountReader(UpdateTicket ticket, BufferAllocator allocator) {
    super(allocator);
    this.rows = ticket.rows();
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (delivered) {
      return false;
    }
    delivered = true;
    ((BigIntVector) getVectorSchemaRoot().getVector(0)).setSafe(0, rows);
    getVectorSchemaRoot().setRowCount(1);
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
    return UpdateTicket.SCHEMA;
  }
}

package io.azof.server.flight.metadata;

import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows of plain values as Arrow batches of moderate size. */
final class RowsReader extends ArrowReader {
  private static final int ROWS_MAX = 1_000;

  private final Schema schema;
  private final Iterator<? extends List<?>> rows;

  /**
   * @param rows one value per field, null where the field may be; taken as they are needed
   */
  RowsReader(BufferAllocator allocator, Schema schema, Iterator<? extends List<?>> rows) {
    super(allocator);
    this.schema = schema;
    this.rows = rows;
  }

  @Override
  public boolean loadNextBatch() throws java.io.IOException {
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.clear();
    if (!rows.hasNext()) {
      return false;
    }
    root.allocateNew();
    int row = 0;
    for (; rows.hasNext() && row < ROWS_MAX; row++) {
      List<?> values = rows.next();
      for (int column = 0; column < values.size(); column++) {
        Cell.set(root.getVector(column), row, values.get(column));
      }
    }
    root.setRowCount(row);
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

package io.azof.storage.duckdb;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;

/** Batches of (i: 0, 1, 2 …, name: "name-i"); counts how often it was closed. */
final class RowsReader extends ArrowReader {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("i", new ArrowType.Int(64, true)),
              Field.nullable("name", ArrowType.Utf8.INSTANCE)));

  private final Iterator<Integer> batchRows;
  private final AtomicInteger closed;
  private long next;

  /**
   * @param batchRows the rows of each batch; what the iterator throws, the reader throws
   */
  RowsReader(BufferAllocator allocator, Iterator<Integer> batchRows, AtomicInteger closed) {
    super(allocator);
    this.batchRows = batchRows;
    this.closed = closed;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!batchRows.hasNext()) {
      return false;
    }
    int rows = batchRows.next();
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.allocateNew();
    BigIntVector i = (BigIntVector) root.getVector("i");
    VarCharVector name = (VarCharVector) root.getVector("name");
    for (int row = 0; row < rows; row++, next++) {
      i.setSafe(row, next);
      name.setSafe(row, new Text("name-" + next));
    }
    root.setRowCount(rows);
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    closed.incrementAndGet();
  }

  @Override
  protected Schema readSchema() {
    return SCHEMA;
  }
}

package io.azof.sql.execute;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows of which only the number matters, as one column of nulls: the engine needs a column. */
final class RowCountReader extends ArrowReader {
  private static final Schema SCHEMA =
      new Schema(List.of(Field.nullable("row", ArrowType.Bool.INSTANCE)));

  private final ArrowReader source;

  /** Takes the source over. */
  RowCountReader(ArrowReader source, BufferAllocator allocator) {
    super(allocator);
    this.source = source;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!source.loadNextBatch()) {
      return false;
    }
    int rows = source.getVectorSchemaRoot().getRowCount();
    VectorSchemaRoot batch = getVectorSchemaRoot();
    BitVector column = (BitVector) batch.getVector(0);
    column.allocateNew(rows);
    column.zeroVector();
    batch.setRowCount(rows);
    return true;
  }

  @Override
  public long bytesRead() {
    return source.bytesRead();
  }

  @Override
  protected void closeReadSource() throws IOException {
    source.close();
  }

  @Override
  protected Schema readSchema() {
    return SCHEMA;
  }
}

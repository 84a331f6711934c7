package io.azof.storage.parquet;

import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows with one more column after all others: the number of the row, 0, 1, 2 … Counts the
 * tombstones that come by.
 */
final class OrdinalReader extends ArrowReader {
  /** No column of a table has a blank name. */
  static final String ORDINAL = " ";

  private final ArrowReader rows;
  private long next;
  private long deletes;

  /**
   * @param rows closed with this reader
   */
  OrdinalReader(ArrowReader rows, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!rows.loadNextBatch()) {
      return false;
    }
    VectorSchemaRoot batch = rows.getVectorSchemaRoot();
    int count = batch.getRowCount();
    try (ArrowBuf ordinals = allocator.buffer((long) Long.BYTES * count)) {
      for (int row = 0; row < count; row++) {
        ordinals.setLong((long) Long.BYTES * row, next++);
      }
      ordinals.writerIndex((long) Long.BYTES * count);
      loadRecordBatch(withColumn(batch, ordinals));
    }
    if (batch.getVector(TableSchema.DELETED) instanceof BitVector deleted) {
      deletes += count - BitVectorHelper.getNullCount(deleted.getDataBuffer(), count);
    }
    return true;
  }

  /** How many of the rows that have come by are tombstones. */
  long deletes() {
    return deletes;
  }

  /** The batch with one more column, of which no value is null. The receiver closes it. */
  static ArrowRecordBatch withColumn(VectorSchemaRoot batch, ArrowBuf values) {
    try (ArrowRecordBatch given = new VectorUnloader(batch).getRecordBatch()) {
      List<ArrowFieldNode> nodes = new ArrayList<>(given.getNodes());
      nodes.add(new ArrowFieldNode(batch.getRowCount(), 0));
      List<ArrowBuf> buffers = new ArrayList<>(given.getBuffers());
      buffers.add(values.getReferenceManager().getAllocator().getEmpty());
      buffers.add(values);
      return new ArrowRecordBatch(batch.getRowCount(), nodes, buffers);
    }
  }

  @Override
  public long bytesRead() {
    return rows.bytesRead();
  }

  @Override
  protected void closeReadSource() throws IOException {
    rows.close();
  }

  @Override
  protected Schema readSchema() throws IOException {
    List<Field> fields = new ArrayList<>(rows.getVectorSchemaRoot().getSchema().getFields());
    fields.add(Field.nullable(ORDINAL, new ArrowType.Int(64, true)));
    return new Schema(fields);
  }
}

package io.azof.storage.write;

import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Columns that become a batch. Holds on to their buffers until it is closed. */
final class BatchBuffers implements AutoCloseable {
  private final int rows;
  private final List<ArrowFieldNode> nodes = new ArrayList<>();
  private final List<ArrowBuf> buffers = new ArrayList<>();

  BatchBuffers(int rows) {
    this.rows = rows;
  }

  /** The next column: the values of a vector, as they are. */
  void add(FieldVector values) {
    nodes.add(new ArrowFieldNode(rows, values.getNullCount()));
    for (ArrowBuf buffer : values.getFieldBuffers()) {
      retain(buffer);
    }
  }

  /** The next column: the values of a vector, but nulls in tombstones. */
  void add(FieldVector values, Tombstones tombstones) {
    if (tombstones.isEmpty()) {
      add(values);
      return;
    }
    List<ArrowBuf> given = values.getFieldBuffers();
    ArrowBuf present = tombstones.openWithout(given.get(0));
    buffers.add(present);
    nodes.add(new ArrowFieldNode(rows, BitVectorHelper.getNullCount(present, rows)));
    given.subList(1, given.size()).forEach(this::retain);
  }

  /** The next column: whether a row is a tombstone. */
  void add(Tombstones tombstones) {
    nodes.add(new ArrowFieldNode(rows, 0));
    retain(tombstones.bits().getReferenceManager().getAllocator().getEmpty());
    retain(tombstones.bits());
  }

  private void retain(ArrowBuf buffer) {
    buffer.getReferenceManager().retain();
    buffers.add(buffer);
  }

  /** A copy of a batch, which shares nothing with it; the receiver closes it. */
  static ArrowRecordBatch openCopy(ArrowRecordBatch batch, BufferAllocator allocator) {
    try (BatchBuffers copies = new BatchBuffers(batch.getLength())) {
      copies.nodes.addAll(batch.getNodes());
      for (ArrowBuf buffer : batch.getBuffers()) {
        ArrowBuf copy = allocator.buffer(buffer.readableBytes());
        copies.buffers.add(copy);
        copy.setBytes(0, buffer, buffer.readerIndex(), buffer.readableBytes());
        copy.writerIndex(buffer.readableBytes());
      }
      return copies.openBatch();
    }
  }

  /**
   * A copy of rows that have been taken in before, with a column {@code _deleted} when they have
   * none; the receiver closes it.
   */
  static ArrowRecordBatch openWithDeletes(VectorSchemaRoot rows, BufferAllocator allocator) {
    try (BatchBuffers all = new BatchBuffers(rows.getRowCount());
        Tombstones none = Tombstones.none(rows.getRowCount(), allocator)) {
      rows.getFieldVectors().forEach(all::add);
      if (rows.getVector(TableSchema.DELETED) == null) {
        all.add(none);
      }
      try (ArrowRecordBatch shared = all.openBatch()) {
        return openCopy(shared, allocator);
      }
    }
  }

  /** All columns; the receiver closes the batch. */
  ArrowRecordBatch openBatch() {
    return new ArrowRecordBatch(rows, nodes, buffers);
  }

  @Override
  public void close() {
    buffers.forEach(ArrowBuf::close);
  }
}

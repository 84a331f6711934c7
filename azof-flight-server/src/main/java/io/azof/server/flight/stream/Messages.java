package io.azof.server.flight.stream;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.util.TransferPair;

/**
 * Cuts a batch into messages that every client takes.
 *
 * <p>The network holds on to a message until it is sent, long after the reader may have closed. A
 * batch of a native engine cannot live that long: the engine's own bookkeeping hangs on its buffers
 * and is given back with the reader. So its bytes are copied, once, here. Batches in memory of our
 * own are shared with the network, and nothing copies them.
 */
final class Messages {
  /** What a message should not exceed; clients refuse messages of more than 4 to 16 MiB. */
  static final long BYTES_TARGET = 2L << 20;

  private final VectorSchemaRoot batch;
  private final boolean isLasting;
  private final VectorSchemaRoot message;
  private final BufferAllocator memory;
  private int nextRow;
  private int rowsGuess;
  private long bytes;

  /**
   * @param batch what is cut; it stays as it is
   * @param isLasting whether its memory can be held on to when its reader has closed
   * @param message where the messages appear, one after the other; of the same layout
   * @param memory where the messages are copied to
   */
  Messages(
      VectorSchemaRoot batch, boolean isLasting, VectorSchemaRoot message, BufferAllocator memory) {
    this.batch = batch;
    this.isLasting = isLasting;
    this.message = message;
    this.memory = memory;
    this.rowsGuess = batch.getRowCount();
  }

  /** Puts the next message in place of the last one; false when there is none left. */
  boolean next() {
    message.clear();
    int rowsLeft = batch.getRowCount() - nextRow;
    if (rowsLeft == 0) {
      return false;
    }
    int rows = Math.min(rowsGuess, rowsLeft);
    bytes = putIfItFits(rows);
    while (bytes > BYTES_TARGET && rows > 1) {
      rows = Math.max(1, (int) Math.min(rows / 2, rows * BYTES_TARGET / bytes));
      bytes = putIfItFits(rows);
    }
    rowsGuess = rows;
    nextRow += rows;
    return true;
  }

  /** How many bytes the message has that is in place. */
  long bytes() {
    return bytes;
  }

  /** Gives the size of the rows, which become the message unless they are too many. */
  private long putIfItFits(int rows) {
    List<FieldVector> shared = new ArrayList<>();
    try {
      long size = 0;
      for (FieldVector vector : batch.getFieldVectors()) {
        TransferPair pair = vector.getTransferPair(vector.getField(), vector.getAllocator());
        shared.add((FieldVector) pair.getTo());
        pair.splitAndTransfer(nextRow, rows);
        size += pair.getTo().getBufferSize();
      }
      if (size <= BYTES_TARGET || rows == 1) {
        put(new VectorSchemaRoot(batch.getSchema().getFields(), shared, rows));
      }
      return size;
    } finally {
      shared.forEach(FieldVector::close);
    }
  }

  private void put(VectorSchemaRoot rows) {
    try (ArrowRecordBatch from = new VectorUnloader(rows).getRecordBatch()) {
      if (isLasting) {
        new VectorLoader(message).load(from);
      } else {
        putCopy(from);
      }
    }
  }

  private void putCopy(ArrowRecordBatch from) {
    try (ArrowBuf copy = memory.buffer(from.computeBodyLength());
        ArrowRecordBatch to =
            new ArrowRecordBatch(
                from.getLength(), from.getNodes(), copies(from.getBuffers(), copy))) {
      new VectorLoader(message).load(to);
    }
  }

  private static List<ArrowBuf> copies(List<ArrowBuf> buffers, ArrowBuf target) {
    List<ArrowBuf> copies = new ArrayList<>(buffers.size());
    long offset = 0;
    for (ArrowBuf buffer : buffers) {
      long length = buffer.readableBytes();
      target.setBytes(offset, buffer, buffer.readerIndex(), length);
      copies.add(target.slice(offset, length));
      offset += (length + 7) & ~7L; // as the lengths are aligned in a body
    }
    return copies;
  }
}

package io.azof.server.flight.stream;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Cuts batches into pieces that fit into a message. A piece shares the memory of its batch, whose
 * own references are dropped at the end: nobody writes into what may still be on the wire.
 */
final class BatchSlices {
  /** What a piece should not exceed; clients refuse messages of more than 4 to 16 MiB. */
  static final long BYTES_TARGET = 2L << 20;

  private final VectorSchemaRoot batch;
  private final VectorSchemaRoot piece;
  private int nextRow;
  private int rowsGuess;

  /**
   * @param batch what is cut; empty when all pieces were taken
   * @param piece where the pieces appear, one after the other; of the same schema
   */
  BatchSlices(VectorSchemaRoot batch, VectorSchemaRoot piece) {
    this.batch = batch;
    this.piece = piece;
    this.rowsGuess = batch.getRowCount();
  }

  /** Puts the next piece in place of the last one; false when there is none left. */
  boolean next() {
    piece.clear();
    int rowsLeft = batch.getRowCount() - nextRow;
    if (rowsLeft == 0) {
      batch.clear();
      return false;
    }
    int rows = Math.min(rowsGuess, rowsLeft);
    long bytes = take(rows);
    while (bytes > BYTES_TARGET && rows > 1) {
      rows = Math.max(1, (int) Math.min(rows / 2, rows * BYTES_TARGET / bytes));
      bytes = take(rows);
    }
    rowsGuess = rows;
    nextRow += rows;
    return true;
  }

  private long take(int rows) {
    piece.clear();
    List<FieldVector> from = batch.getFieldVectors();
    long bytes = 0;
    for (int i = 0; i < from.size(); i++) {
      FieldVector to = piece.getVector(i);
      from.get(i).makeTransferPair(to).splitAndTransfer(nextRow, rows);
      bytes += to.getBufferSize();
    }
    piece.setRowCount(rows);
    return bytes;
  }
}

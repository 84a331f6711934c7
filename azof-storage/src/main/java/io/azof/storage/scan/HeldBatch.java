package io.azof.storage.scan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.util.TransferPair;

/**
 * Rows that a scan keeps: its first two vectors are the keys and the event times. It owns its
 * buffers.
 */
final class HeldBatch implements AutoCloseable {
  private final List<FieldVector> vectors;
  private final int rows;
  private final int rank;
  private final Keys keys;
  private final EventTimes times;
  private final Sequences sequences;
  private final Tombstones tombstones;

  /** The rows that are known to be in the state. */
  private final BitSet chosen = new BitSet();

  private HeldBatch(List<FieldVector> vectors, int rows, PathFile file) {
    this.vectors = vectors;
    this.rows = rows;
    this.rank = file.rank();
    this.sequences = Sequences.of(vectors, file);
    this.tombstones = Tombstones.of(vectors, file);
    this.keys = new Keys((VarCharVector) vectors.get(0));
    this.times = EventTimes.of((TimeStampMilliTZVector) vectors.get(1));
  }

  /** Takes the buffers of {@code batch} over; its vectors are empty then. */
  static HeldBatch openTaking(VectorSchemaRoot batch, PathFile file, BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    for (FieldVector vector : batch.getFieldVectors()) {
      TransferPair transfer = vector.getTransferPair(allocator);
      transfer.transfer();
      vectors.add((FieldVector) transfer.getTo());
    }
    return new HeldBatch(vectors, batch.getRowCount(), file);
  }

  /**
   * The same rows for another scan, in the same memory, which goes with the last who has it.
   *
   * @param file what the other scan says of the file
   * @param allocator of the other scan, of the same root
   */
  HeldBatch openSharing(PathFile file, BufferAllocator allocator) {
    List<FieldVector> shared = new ArrayList<>();
    try {
      for (FieldVector vector : vectors) {
        FieldVector handle = vector.getField().createVector(allocator);
        shared.add(handle);
        handle.loadFieldBuffers(
            new ArrowFieldNode(rows, vector.getNullCount()), vector.getFieldBuffers());
      }
      return new HeldBatch(shared, rows, file);
    } catch (RuntimeException e) {
      AutoCloseables.close(e, shared);
      throw e;
    }
  }

  /** Copies some rows of {@code batch}. */
  static HeldBatch openCopy(
      VectorSchemaRoot batch, RowRuns rows, PathFile file, BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    try {
      for (FieldVector vector : batch.getFieldVectors()) {
        FieldVector copy = vector.getField().createVector(allocator);
        vectors.add(copy);
        rows.copy(vector, copy);
      }
      return new HeldBatch(vectors, rows.rows(), file);
    } catch (RuntimeException e) {
      AutoCloseables.close(e, vectors);
      throw e;
    }
  }

  List<FieldVector> vectors() {
    return vectors;
  }

  int rows() {
    return rows;
  }

  /** The place of these rows' file in the order of precedence; the lower wins a tie. */
  int rank() {
    return rank;
  }

  long sequence(int row) {
    return sequences.at(row);
  }

  Keys keys() {
    return keys;
  }

  EventTimes eventTimes() {
    return times;
  }

  /** Whether a row wins over another one of its key. */
  boolean isNewer(int row, HeldBatch other, int otherRow) {
    return other.isBeatenBy(otherRow, times.millis(row), sequences.at(row), rank);
  }

  /** Whether a row of its key that is not held wins over a row. */
  boolean isBeatenBy(int row, long eventTimeMillis, long sequence, int otherRank) {
    return Precedence.isNewer(
        eventTimeMillis, sequence, otherRank, times.millis(row), sequences.at(row), rank);
  }

  /** Notes that a row has won: it is in the state, unless it says that its key is gone. */
  void choose(int row) {
    if (!tombstones.isDeleted(row)) {
      chosen.set(row);
    }
  }

  /** The rows that are in the state. */
  BitSet chosen() {
    return chosen;
  }

  @Override
  public void close() {
    vectors.forEach(FieldVector::close);
  }
}

package io.azof.storage.write;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;

/** Which rows of a batch are tombstones: a bit each. */
final class Tombstones implements AutoCloseable {
  private final ArrowBuf bits;
  private final int rows;
  private final int count;
  private final BufferAllocator allocator;

  private Tombstones(ArrowBuf bits, int rows, BufferAllocator allocator) {
    this.bits = bits;
    this.rows = rows;
    this.count = rows - BitVectorHelper.getNullCount(bits, rows);
    this.allocator = allocator;
  }

  static Tombstones none(int rows, BufferAllocator allocator) {
    return new Tombstones(zeros(rows, allocator), rows, allocator);
  }

  /**
   * @param deleted true for a tombstone; null is false
   */
  static Tombstones of(BitVector deleted, int rows, BufferAllocator allocator) {
    ArrowBuf bits = zeros(rows, allocator);
    ArrowBuf isTrue = deleted.getDataBuffer();
    ArrowBuf isKnown = deleted.getValidityBuffer();
    for (long at = 0; at < bytes(rows); at++) {
      bits.setByte(at, isTrue.getByte(at) & isKnown.getByte(at));
    }
    return new Tombstones(bits, rows, allocator);
  }

  private static ArrowBuf zeros(int rows, BufferAllocator allocator) {
    ArrowBuf bits = allocator.buffer(bytes(rows));
    bits.setZero(0, bits.capacity());
    bits.writerIndex(bytes(rows));
    return bits;
  }

  private static long bytes(int rows) {
    return BitVectorHelper.getValidityBufferSize(rows);
  }

  boolean isEmpty() {
    return count == 0;
  }

  boolean has(int row) {
    return BitVectorHelper.get(bits, row) == 1;
  }

  /** The bits; they stay this one's. */
  ArrowBuf bits() {
    return bits;
  }

  /**
   * Bits of the rows that are in {@code present} and no tombstones.
   *
   * @return what the receiver closes
   */
  ArrowBuf openWithout(ArrowBuf present) {
    ArrowBuf rest = zeros(rows, allocator);
    for (long at = 0; at < bytes(rows); at++) {
      rest.setByte(at, present.getByte(at) & ~bits.getByte(at));
    }
    return rest;
  }

  @Override
  public void close() {
    bits.close();
  }
}

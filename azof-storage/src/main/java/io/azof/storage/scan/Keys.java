package io.azof.storage.scan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/**
 * The keys of one batch, read where they lie in its buffers: no object per row. Valid as long as
 * the vector's buffers are.
 */
final class Keys {
  private final long offsets;
  private final long data;

  Keys(BaseVariableWidthVector vector) {
    this.offsets = vector.getOffsetBuffer().memoryAddress();
    this.data = vector.getDataBuffer().memoryAddress();
  }

  /**
   * @param label what to call the file in an error
   * @throws AzofException {@code DATA_FILE_CORRUPT} when a row has no value
   */
  static void requireNoNull(FieldVector vector, String what, String label) {
    if (vector.getNullCount() > 0) {
      throw new AzofException(
          ErrorCode.DATA_FILE_CORRUPT, "Cannot read " + label + ": it holds a row without " + what);
    }
  }

  long address(int row) {
    return data + MemoryUtil.getInt(offsets + (long) row * Integer.BYTES);
  }

  int length(int row) {
    long offset = offsets + (long) row * Integer.BYTES;
    return MemoryUtil.getInt(offset + Integer.BYTES) - MemoryUtil.getInt(offset);
  }

  long hash(int row) {
    return KeyHash.of(address(row), length(row));
  }

  byte[] copy(int row) {
    byte[] bytes = new byte[length(row)];
    MemoryUtil.copyFromMemory(address(row), bytes, 0, bytes.length);
    return bytes;
  }

  boolean sameAs(int row, Keys other, int otherRow) {
    int length = length(row);
    if (length != other.length(otherRow)) {
      return false;
    }
    long a = address(row);
    long b = other.address(otherRow);
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      if (MemoryUtil.getLong(a + i) != MemoryUtil.getLong(b + i)) {
        return false;
      }
    }
    for (; i < length; i++) {
      if (MemoryUtil.getByte(a + i) != MemoryUtil.getByte(b + i)) {
        return false;
      }
    }
    return true;
  }

  /** The order of two keys of this batch by their bytes, unsigned. */
  int compare(int row, int otherRow) {
    int length = length(row);
    int otherLength = length(otherRow);
    long a = address(row);
    long b = address(otherRow);
    for (int i = 0; i < Math.min(length, otherLength); i++) {
      int difference =
          Byte.toUnsignedInt(MemoryUtil.getByte(a + i))
              - Byte.toUnsignedInt(MemoryUtil.getByte(b + i));
      if (difference != 0) {
        return difference;
      }
    }
    return length - otherLength;
  }

  /** The order of a key that was copied before and one of this batch. */
  int compare(byte[] earlier, int row) {
    return Arrays.compareUnsigned(earlier, copy(row));
  }
}

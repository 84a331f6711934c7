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
public final class Keys {
  private final long offsets;
  private final long data;
  private final long end;

  public Keys(BaseVariableWidthVector vector) {
    this.offsets = vector.getOffsetBuffer().memoryAddress();
    this.data = vector.getDataBuffer().memoryAddress();
    this.end = data + MemoryUtil.getInt(offsets + (long) vector.getValueCount() * Integer.BYTES);
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

  public byte[] copy(int row) {
    byte[] bytes = new byte[length(row)];
    MemoryUtil.copyFromMemory(address(row), bytes, 0, bytes.length);
    return bytes;
  }

  public boolean sameAs(int row, Keys other, int otherRow) {
    int length = length(row);
    return length == other.length(otherRow)
        && sameBytes(address(row), other.address(otherRow), length);
  }

  /** Whether a key is at least so long and its first bytes are those of another one. */
  boolean startsLike(int row, Keys other, int otherRow, int bytes) {
    return length(row) >= bytes && sameBytes(address(row), other.address(otherRow), bytes);
  }

  private static boolean sameBytes(long a, long b, int length) {
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      if (MemoryUtil.getLong(a + i) != MemoryUtil.getLong(b + i)) {
        return false;
      }
    }
    if (i + Integer.BYTES <= length) {
      if (MemoryUtil.getInt(a + i) != MemoryUtil.getInt(b + i)) {
        return false;
      }
      i += Integer.BYTES;
    }
    for (; i < length; i++) {
      if (MemoryUtil.getByte(a + i) != MemoryUtil.getByte(b + i)) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes two keys have in common at their start. */
  int commonBytes(int row, Keys other, int otherRow) {
    int length = Math.min(length(row), other.length(otherRow));
    long a = address(row);
    long b = other.address(otherRow);
    int i = 0;
    while (i < length && MemoryUtil.getByte(a + i) == MemoryUtil.getByte(b + i)) {
      i++;
    }
    return i;
  }

  /**
   * Eight bytes of a key, after some at its start that are left out, as a number: of keys that
   * start with the same bytes the one with the lower number, unsigned, comes first. Keys of the
   * same number may come in either order, or be the same.
   */
  long word(int row, int bytesLeftOut) {
    long at = address(row) + bytesLeftOut;
    int rest = length(row) - bytesLeftOut;
    if (rest >= Long.BYTES) {
      return Long.reverseBytes(MemoryUtil.getLong(at));
    }
    if (rest <= 0) {
      return 0;
    }
    int unused = Long.SIZE - rest * Byte.SIZE;
    if (at + Long.BYTES <= end) {
      return Long.reverseBytes(MemoryUtil.getLong(at)) >>> unused << unused;
    }
    long word = 0;
    for (int i = 0; i < rest; i++) {
      word = (word << Byte.SIZE) | Byte.toUnsignedLong(MemoryUtil.getByte(at + i));
    }
    return word << unused;
  }

  /** The order of two keys by their bytes, unsigned. */
  public int compare(int row, Keys other, int otherRow) {
    int length = length(row);
    int otherLength = other.length(otherRow);
    int shorter = Math.min(length, otherLength);
    long a = address(row);
    long b = other.address(otherRow);
    int i = 0;
    for (; i + Long.BYTES <= shorter; i += Long.BYTES) {
      long word = MemoryUtil.getLong(a + i);
      long otherWord = MemoryUtil.getLong(b + i);
      if (word != otherWord) {
        return Long.compareUnsigned(Long.reverseBytes(word), Long.reverseBytes(otherWord));
      }
    }
    for (; i < shorter; i++) {
      int difference =
          Byte.toUnsignedInt(MemoryUtil.getByte(a + i))
              - Byte.toUnsignedInt(MemoryUtil.getByte(b + i));
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(length, otherLength);
  }

  /** The order of a key that was copied before and one of this batch. */
  public int compare(byte[] earlier, int row) {
    return Arrays.compareUnsigned(earlier, copy(row));
  }
}

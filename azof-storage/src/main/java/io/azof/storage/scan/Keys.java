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

  /**
   * How far the keys after one of them are seen at a glance to ascend: at sixteen bytes of
   * neighbours of one length.
   *
   * @param commonBytes what the first and the last key of the batch have in common at their start
   * @return the first row after {@code from} that has to be compared with the one before it, or
   *     {@code rows}
   */
  int ascendingEnd(int from, int rows, int commonBytes) {
    int length = length(from);
    if (length < Long.BYTES) {
      return Math.min(from + 1, rows);
    }
    int highAt = Math.max(0, Math.min(commonBytes - Long.BYTES, length - 2 * Long.BYTES));
    int lowAt = Math.min(highAt + Long.BYTES, length - Long.BYTES);
    long first = address(from);
    long at = first;
    long high = MemoryUtil.getLong(at + highAt);
    long low = Long.reverseBytes(MemoryUtil.getLong(at + lowAt));
    int row = from + 1;
    long offset = offsets + (long) row * Integer.BYTES;
    int start = MemoryUtil.getInt(offset);
    for (; row < rows; row++) {
      offset += Integer.BYTES;
      int end = MemoryUtil.getInt(offset);
      if (end - start != length) {
        break;
      }
      start = end;
      at += length;
      long nextHigh = MemoryUtil.getLong(at + highAt);
      long nextLow = Long.reverseBytes(MemoryUtil.getLong(at + lowAt));
      boolean ascends =
          nextHigh == high
              ? Long.compareUnsigned(low, nextLow) < 0
              : Long.compareUnsigned(Long.reverseBytes(high), Long.reverseBytes(nextHigh)) < 0;
      if (!ascends || (highAt > 0 && !sameBytes(first, at, highAt))) {
        break;
      }
      high = nextHigh;
      low = nextLow;
    }
    return row;
  }

  /**
   * The first row, from one of them on, whose {@link #word} is not below another; {@code rows} if
   * all are. The keys ascend and start alike.
   */
  int firstAtLeast(int from, int rows, long word, int bytesLeftOut) {
    int below = from - 1;
    int step = 1;
    int above = from;
    while (above < rows && Long.compareUnsigned(word(above, bytesLeftOut), word) < 0) {
      below = above;
      above += step;
      step += step;
    }
    above = Math.min(above, rows);
    while (below + 1 < above) {
      int middle = (below + above) >>> 1;
      if (Long.compareUnsigned(word(middle, bytesLeftOut), word) < 0) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return above;
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

package io.azof.storage.parquet.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Whole numbers as their differences, which are packed in blocks, and these in groups: <a
 * href="https://github.com/apache/parquet-format/blob/master/Encodings.md#delta-encoding-delta_binary_packed--5">DELTA_BINARY_PACKED</a>.
 */
final class DeltaReader {
  /** Writers make groups of 32 to 256; of a damaged page not more is believed than this. */
  private static final int GROUP_MAX = 1 << 16;

  /** Numbers of so many bits can be taken out of eight bytes wherever they start. */
  private static final int NARROW_BITS = Long.SIZE - Byte.SIZE + 1;

  private final ByteBuffer bytes;
  private final long address;
  private final int end;
  private final int blockGroups;

  /** The numbers of the current group, of which {@link #next} is the next. */
  private final long[] group;

  private int next;
  private int groupEnd;

  /** Whether all numbers of the current group are the same. */
  private boolean isUniform;

  /** Numbers behind the current group. */
  private int packedLeft;

  private int position;

  /** The number before those that are packed. */
  private long last;

  /** What all differences of the block have in common. */
  private long leastDelta;

  /** Where the width of the next group is, and how many groups the block still has. */
  private int widths;

  private int groupsLeft;

  /**
   * @param page its values start with the numbers
   * @throws IOException when they do not
   */
  DeltaReader(Page page) throws IOException {
    this.bytes = page.bytes();
    this.address = page.address();
    this.end = page.end();
    this.position = page.start();
    long blockNumbers = unsigned();
    long groups = unsigned();
    long numbers = unsigned();
    boolean isPossible =
        groups > 0
            && blockNumbers > 0
            && blockNumbers % groups == 0
            && blockNumbers / groups <= GROUP_MAX
            && blockNumbers / groups % Byte.SIZE == 0
            && groups <= page.end()
            && numbers >= 0
            && numbers <= page.values();
    if (!isPossible) {
      throw new IOException(
          "a page of "
              + page.values()
              + " values says that it has "
              + numbers
              + " differences in blocks of "
              + blockNumbers
              + " in "
              + groups
              + " groups");
    }
    this.blockGroups = (int) groups;
    this.group = new long[(int) (blockNumbers / groups)];
    this.last = signed();
    this.group[0] = last;
    this.groupEnd = (int) Math.min(1, numbers);
    this.packedLeft = (int) numbers - groupEnd;
  }

  /** Reads {@code count} numbers. */
  void read(LongBuffer target, int at, int count) throws IOException {
    for (int done = 0; done < count; ) {
      int some = some(count - done);
      target.put(at + done, group, next, some);
      next += some;
      done += some;
    }
  }

  /** Reads {@code count} numbers, each of which is meant to have 32 bits. */
  void read(int[] target, int count) throws IOException {
    for (int done = 0; done < count; ) {
      int some = some(count - done);
      for (int i = 0; i < some; i++) {
        target[done + i] = (int) group[next + i];
      }
      next += some;
      done += some;
    }
  }

  /** Reads one number. */
  long read() throws IOException {
    some(1);
    return group[next++];
  }

  /**
   * Goes over numbers that are the same, as far as that is seen without a look at each.
   *
   * @param most at least 1
   * @return how many; 0 when the next ones may differ
   */
  int skipSame(int most) throws IOException {
    int some = some(most);
    if (!isUniform) {
      return 0;
    }
    next += some;
    return some;
  }

  /** The number that was gone over last. */
  long previous() {
    return group[next - 1];
  }

  /** How many of so many numbers can be read before {@link #skipSame} may go over some. */
  int untilNextGroup(int most) throws IOException {
    return some(most);
  }

  /** Goes over {@code count} numbers. */
  void skip(int count) throws IOException {
    for (int done = 0; done < count; ) {
      int some = some(count - done);
      next += some;
      done += some;
    }
  }

  /**
   * Where what follows the numbers starts. To be asked before any of them is read.
   *
   * @throws IOException when the numbers do not end within the page
   */
  int endOfNumbers() throws IOException {
    int start = position;
    int left = packedLeft;
    while (left > 0) {
      int bytesOfGroup = groupBytes(nextWidth());
      position += bytesOfGroup;
      left -= Math.min(left, group.length);
    }
    int found = position;
    position = start;
    groupsLeft = 0;
    return found;
  }

  /** So many of the wanted numbers are in the group from {@link #next} on; at least 1. */
  private int some(int wanted) throws IOException {
    if (next == groupEnd) {
      if (packedLeft == 0) {
        throw new IOException("a page ends within its values");
      }
      unpack();
    }
    return Math.min(wanted, groupEnd - next);
  }

  private int nextWidth() throws IOException {
    if (groupsLeft == 0) {
      leastDelta = signed();
      if (blockGroups > end - position) {
        throw new IOException("a page ends within its values");
      }
      widths = position;
      groupsLeft = blockGroups;
      position += blockGroups;
    }
    groupsLeft--;
    int width = bytes.get(widths++) & 0xFF;
    if (width > Long.SIZE) {
      throw new IOException("a page has differences of " + width + " bits");
    }
    return width;
  }

  /** Groups are whole, also the last one. */
  private int groupBytes(int width) throws IOException {
    int whole = group.length / Byte.SIZE * width;
    if (whole > end - position) {
      throw new IOException("a page ends within its values");
    }
    return whole;
  }

  private void unpack() throws IOException {
    int width = nextWidth();
    int bytesOfGroup = groupBytes(width);
    int count = Math.min(packedLeft, group.length);
    isUniform = width == 0 && leastDelta == 0;
    if (width == 0) {
      for (int i = 0; i < count; i++) {
        last += leastDelta;
        group[i] = last;
      }
    } else if (width <= NARROW_BITS) {
      unpackNarrow(width, count);
    } else {
      unpackWide(width, count);
    }
    position += bytesOfGroup;
    packedLeft -= count;
    next = 0;
    groupEnd = count;
  }

  private void unpackNarrow(int width, int count) {
    long start = address + position;
    long mask = (1L << width) - 1;
    long least = leastDelta;
    long number = last;
    long bit = 0;
    for (int i = 0; i < count; i++) { // within the group and the slack of a page
      number += least + (MemoryUtil.getLong(start + (bit >>> 3)) >>> (bit & 7) & mask);
      group[i] = number;
      bit += width;
    }
    last = number;
  }

  /** The highest bits are in a ninth byte. */
  private void unpackWide(int width, int count) {
    long mask = -1L >>> (Long.SIZE - width);
    long bit = (long) position * Byte.SIZE;
    for (int i = 0; i < count; i++, bit += width) {
      int at = (int) (bit >>> 3);
      int shift = (int) (bit & 7);
      long packed = bytes.getLong(at) >>> shift;
      if (shift + width > Long.SIZE) {
        packed |= (long) bytes.get(at + Long.BYTES) << (Long.SIZE - shift);
      }
      last += leastDelta + (packed & mask);
      group[i] = last;
    }
  }

  /** An unsigned LEB128. */
  private long unsigned() throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (position >= end) {
        throw new IOException("a page ends within its values");
      }
      byte part = bytes.get(position++);
      number |= (part & 0x7FL) << shift;
      if (part >= 0) {
        return number;
      }
    }
    throw new IOException("a number of a page is too long");
  }

  /** A number of which the lowest bit is the sign. */
  private long signed() throws IOException {
    long number = unsigned();
    return (number >>> 1) ^ -(number & 1);
  }
}

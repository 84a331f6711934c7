package io.azof.storage.parquet.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Small numbers in runs of equal ones and in groups of eight that are packed: <a
 * href="https://github.com/apache/parquet-format/blob/master/Encodings.md#RLE">RLE / bit-packing
 * hybrid</a>. Definition levels, indices of dictionaries and booleans are stored so.
 */
final class RunReader {
  private final ByteBuffer bytes;
  private final long address;
  private final int end;
  private final int bits;
  private final int mask;
  private int position;

  /** What is left of the current run. */
  private int left;

  private boolean isPacked;

  /** Of a run of equal numbers. */
  private int value;

  /** Of a packed run: where it starts, and which of its numbers is next. */
  private int packedStart;

  private int packedIndex;

  /**
   * @param page the numbers are from {@code start} to {@code end} in it
   * @param bits of a number, at most 32
   * @throws IOException for more bits than a number can have
   */
  RunReader(Page page, int start, int end, int bits) throws IOException {
    if (bits < 0 || bits > Integer.SIZE || start > end || end > page.end()) {
      throw new IOException("a run of numbers of " + bits + " bits goes beyond its page");
    }
    this.bytes = page.bytes();
    this.address = page.address();
    this.position = start;
    this.end = end;
    this.bits = bits;
    this.mask = (int) ((1L << bits) - 1);
  }

  /** Reads {@code count} numbers. */
  void read(int[] target, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int run = Math.min(count - done, left());
      if (isPacked) {
        readPacked(target, done, run);
      } else {
        Arrays.fill(target, done, done + run, value);
      }
      left -= run;
      done += run;
    }
  }

  private void readPacked(int[] target, int at, int count) {
    long start = address + packedStart;
    long bit = (long) packedIndex * bits;
    for (int i = 0; i < count; i++) { // within the run, which is within the page
      target[at + i] = (int) (MemoryUtil.getLong(start + (bit >>> 3)) >>> (bit & 7)) & mask;
      bit += bits;
    }
    packedIndex += count;
  }

  /**
   * Goes over the next numbers as long as they are equal.
   *
   * @param most at least 1
   * @return how many, with their sign: positive if they are 1, negative if they are 0
   */
  int equalBits(int most) throws IOException {
    int run = Math.min(most, left());
    int first = value;
    if (isPacked) {
      first = packed(packedIndex);
      int equal = 1;
      while (equal < run && packed(packedIndex + equal) == first) {
        equal++;
      }
      run = equal;
      packedIndex += run;
    }
    left -= run;
    return first == 0 ? -run : run;
  }

  /** Goes over {@code count} numbers. */
  void skip(int count) throws IOException {
    int toSkip = count;
    while (toSkip > 0) {
      int run = Math.min(toSkip, left());
      packedIndex += run;
      left -= run;
      toSkip -= run;
    }
  }

  private int packed(int index) {
    long bit = (long) index * bits;
    return (int) (bytes.getLong(packedStart + (int) (bit >>> 3)) >>> (bit & 7)) & mask;
  }

  /** What is left of the current run, or of the next one; more than 0. */
  private int left() throws IOException {
    while (left == 0) {
      int header = header();
      isPacked = (header & 1) == 1;
      if (isPacked) {
        startPacked(header >>> 1);
      } else {
        startEqual(header >>> 1);
      }
    }
    return left;
  }

  private void startPacked(int groups) throws IOException {
    long groupBytes = (long) groups * bits;
    long there = (long) end - position;
    // the last group of a page may be cut behind its last number
    long numbers = groupBytes <= there || bits == 0 ? groups * 8L : there * 8 / bits;
    if (numbers > Integer.MAX_VALUE || (numbers == 0 && groups > 0)) {
      throw new IOException("a packed run of numbers goes beyond its page");
    }
    left = (int) numbers;
    packedStart = position;
    packedIndex = 0;
    position += (int) Math.min(groupBytes, there);
  }

  private void startEqual(int count) throws IOException {
    int valueBytes = (bits + 7) / 8;
    if (valueBytes > end - position) {
      throw new IOException("a run of equal numbers goes beyond its page");
    }
    long read = bytes.getLong(position) & ((1L << (8 * valueBytes)) - 1);
    if (read > (mask & 0xFFFFFFFFL)) {
      throw new IOException("a run repeats " + read + ", which " + bits + " bits cannot hold");
    }
    value = (int) read;
    position += valueBytes;
    left = count;
  }

  /** An unsigned LEB128. */
  private int header() throws IOException {
    int header = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      if (position >= end) {
        throw new IOException("a page ends within its numbers");
      }
      int next = bytes.get(position++);
      header |= (next & 0x7F) << shift;
      if (next >= 0) {
        return header;
      }
    }
    throw new IOException("a run of numbers is too long");
  }
}

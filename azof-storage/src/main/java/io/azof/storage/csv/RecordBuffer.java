package io.azof.storage.csv;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of a file from the start of a record on, as far as they have been looked at. Offsets
 * count from the start of the record; they stay when more is read, unlike positions.
 */
final class RecordBuffer implements AutoCloseable {
  /** What {@link #peek} gives behind the last byte of the file. */
  static final int END = -1;

  /** Longer than any real record: a quote is missing. */
  private static final int RECORD_BYTES_MAX = 32 << 20;

  private static final int BUFFER_BYTES = 1 << 18;

  private final String name;
  private final InputStream in;
  private byte[] bytes = new byte[BUFFER_BYTES];
  private int start;
  private int position;
  private int limit;
  private long bytesRead;
  private int highBits;

  /**
   * @param name what to call the file in an error
   * @param in closed together with this
   */
  RecordBuffer(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /** Has a record start here. */
  void startRecord() {
    start = position;
    highBits = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The position in {@link #bytes} of an offset. */
  int position(int offset) {
    return start + offset;
  }

  /** How far into the record this is. */
  int offset() {
    return position - start;
  }

  /** How many bytes of the file lie before this. */
  long bytesPassed() {
    return bytesRead - (limit - position);
  }

  /** Whether all bytes that {@link #skipTo} went over since the start of the record are ASCII. */
  boolean isAscii() {
    return highBits >= 0;
  }

  /** The byte here, unsigned, or {@link #END}. */
  int peek() {
    return position < limit || refill() ? Byte.toUnsignedInt(bytes[position]) : END;
  }

  /** The byte behind the one here, unsigned, or {@link #END}. */
  int peekSecond() {
    if (position + 1 >= limit && !refill()) {
      return END;
    }
    return Byte.toUnsignedInt(bytes[position + 1]);
  }

  /** Goes over the byte here, which there must be. */
  void skip() {
    position++;
  }

  /**
   * Goes to the next byte that is among some.
   *
   * @param stops by byte, whether it is one of them
   * @return false when there is none up to the end of the file, and this is there
   */
  boolean skipTo(boolean[] stops) {
    while (true) {
      byte[] all = bytes;
      int end = limit;
      int i = position;
      int high = 0;
      while (i < end && !stops[all[i] & 0xFF]) {
        high |= all[i++];
      }
      position = i;
      highBits |= high;
      if (i < end) {
        return true;
      }
      if (!refill()) {
        return false;
      }
    }
  }

  /** Reads on, and moves the record within the buffer; false at the end of the file. */
  private boolean refill() {
    if (start > 0) {
      System.arraycopy(bytes, start, bytes, 0, limit - start);
      position -= start;
      limit -= start;
      start = 0;
    }
    if (limit == RECORD_BYTES_MAX) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          name + " has a record of more than " + limit + " bytes; a quote may be missing");
    }
    if (limit == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * limit);
    }
    try {
      int count = in.read(bytes, limit, bytes.length - limit);
      limit += Math.max(count, 0);
      bytesRead += Math.max(count, 0);
      return count > 0;
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  static AzofException failed(String name, IOException e) {
    return new AzofException(
        ErrorCode.STORE_FAILED, "Cannot read " + name + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failed(name, e);
    }
  }
}

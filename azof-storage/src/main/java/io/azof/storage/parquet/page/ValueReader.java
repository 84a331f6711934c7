package io.azof.storage.parquet.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.jspecify.annotations.Nullable;

/**
 * The values of the pages of a column, put one behind the other into the buffers of a vector:
 * {@link #begin}, then values and nulls, then {@link #finish}.
 */
abstract class ValueReader implements AutoCloseable {
  /** So many indices of a dictionary are looked up at once. */
  static final int INDICES = 1_024;

  private final BufferAllocator allocator;
  private @Nullable ArrowBuf validity;
  private int rowsMax;
  private int row;
  private int nulls;

  ValueReader(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /**
   * Takes the dictionary of the pages that follow. The page itself need not stay.
   *
   * @throws IOException when it is damaged
   */
  abstract void dictionary(Page page) throws IOException;

  /** Forgets the dictionary: the pages that follow have another one, or none. */
  abstract void forget();

  /** The page of which values are read next. */
  abstract void page(Page page) throws IOException;

  /** Goes over values of the page. */
  abstract void skip(int count) throws IOException;

  /** Reads values of the page; the first one is that of {@link #row}. */
  abstract void read(int count) throws IOException;

  /** Makes room for rows. */
  abstract void allocate(int rows);

  /** Sets what a null has in the place of its value, from {@link #row} on. */
  abstract void blank(int count);

  /** The buffers of values, which stay with this reader until they are closed. */
  abstract List<ArrowBuf> buffers();

  /** Gives up the buffers of values. */
  abstract void release();

  final BufferAllocator allocator() {
    return allocator;
  }

  /** How many rows there are already. */
  final int row() {
    return row;
  }

  /** Begins a vector of at most so many rows. */
  final void begin(int rows) {
    release();
    releaseValidity();
    rowsMax = rows;
    row = 0;
    nulls = 0;
    allocate(rows);
  }

  final void readValues(int count) throws IOException {
    requireRoom(count);
    read(count);
    if (validity != null) {
      setBits(validity, row, count);
    }
    row += count;
  }

  final void readNulls(int count) {
    requireRoom(count);
    if (validity == null) {
      long bytes = (rowsMax + 7L) / 8;
      validity = allocator.buffer(bytes);
      validity.setZero(0, bytes);
      setBits(validity, 0, row);
    }
    blank(count);
    row += count;
    nulls += count;
  }

  private void requireRoom(int count) {
    if (count > rowsMax - row) {
      throw new IllegalStateException(count + " more rows than there is room for");
    }
  }

  /** Hands the rows over. */
  final void finish(FieldVector target) {
    List<ArrowBuf> values = buffers();
    try (ArrowBuf none = allocator.getEmpty()) {
      List<ArrowBuf> all =
          values.size() == 1
              ? List.of(validity == null ? none : validity, values.get(0))
              : List.of(validity == null ? none : validity, values.get(0), values.get(1));
      target.loadFieldBuffers(new ArrowFieldNode(row, nulls), all);
    }
    release();
    releaseValidity();
  }

  private static void setBits(ArrowBuf bits, int from, int count) {
    int to = from + count;
    int index = from;
    while (index < to && (index & 7) != 0) {
      bits.setByte(index >> 3, bits.getByte(index >> 3) | (1 << (index & 7)));
      index++;
    }
    int wholeBytes = (to - index) / 8;
    bits.setOne((long) index >> 3, (long) wholeBytes);
    for (index += 8 * wholeBytes; index < to; index++) {
      bits.setByte(index >> 3, bits.getByte(index >> 3) | (1 << (index & 7)));
    }
  }

  private void releaseValidity() {
    if (validity != null) {
      validity.close();
      validity = null;
    }
  }

  /** Reads from the values of a page that says of itself how wide its indices are. */
  static RunReader indices(Page page) throws IOException {
    if (page.start() >= page.end()) {
      throw new IOException("a page of indices has none");
    }
    int bits = page.bytes().get(page.start()) & 0xFF;
    return new RunReader(page, page.start() + 1, page.end(), bits);
  }

  /** A buffer as it is in memory, little-endian. */
  static ByteBuffer view(ArrowBuf buffer, long bytes) {
    return buffer.nioBuffer(0, Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    release();
    releaseValidity();
  }
}

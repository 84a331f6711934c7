package io.azof.storage.parquet.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Decimals: in the file the unscaled number in 4 or 8 bytes, or in any number of bytes with the
 * highest first; in a vector in 16, the lowest first.
 */
final class DecimalValues extends ValueReader {
  private static final int WIDTH = 2 * Long.BYTES;

  private final Type type;
  private final int valueBytes;
  private final int[] places = new int[INDICES];

  /** The lower and the upper half of each. */
  private long[] dictionary = {};

  private @Nullable Page page;
  private @Nullable RunReader indices;

  /** The unscaled numbers, or how many bytes each has. */
  private @Nullable DeltaReader deltas;

  private int position;
  private long low;
  private long high;
  private ArrowBuf values;
  private ByteBuffer target;

  /**
   * @param type how they are stored
   * @param valueBytes of each, where the type is {@code FIXED_LEN_BYTE_ARRAY}
   */
  DecimalValues(Type type, int valueBytes, BufferAllocator allocator) {
    super(allocator);
    this.type = type;
    this.valueBytes = valueBytes;
    this.values = allocator.getEmpty();
    this.target = view(values, 0);
  }

  @Override
  void dictionary(Page given) throws IOException {
    page = given;
    position = given.start();
    deltas = null;
    long[] found = new long[Math.min(16, 2 * given.values())];
    for (int i = 0; i < given.values(); i++) {
      next();
      if (2 * i == found.length) {
        found = Arrays.copyOf(found, (int) Math.min(2L * given.values(), 4L * found.length));
      }
      found[2 * i] = low;
      found[2 * i + 1] = high;
    }
    dictionary = found;
  }

  @Override
  void forget() {
    dictionary = new long[0];
  }

  @Override
  void page(Page next) throws IOException {
    page = next;
    position = next.start();
    indices = next.isIndexed() ? indices(next) : null;
    deltas = null;
    if (next.encoding() == Encoding.DELTA_BINARY_PACKED) {
      deltas = new DeltaReader(next);
    } else if (next.encoding() == Encoding.DELTA_LENGTH_BYTE_ARRAY) {
      deltas = new DeltaReader(next);
      position = deltas.endOfNumbers();
    }
  }

  @Override
  void skip(int count) throws IOException {
    if (indices != null) {
      indices.skip(count);
    } else {
      for (int i = 0; i < count; i++) {
        next();
      }
    }
  }

  @Override
  void read(int count) throws IOException {
    if (indices != null) {
      look(indices, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      next();
      put(row() + i, low, high);
    }
  }

  private void look(RunReader from, int count) throws IOException {
    int to = row() + count;
    for (int at = row(); at < to; at += INDICES) {
      int some = Math.min(INDICES, to - at);
      from.read(places, some);
      for (int i = 0; i < some; i++) {
        int place = Math.multiplyExact(2, places[i]);
        put(at + i, dictionary[place], dictionary[place + 1]);
      }
    }
  }

  private void put(int index, long lower, long upper) {
    target.putLong(index * WIDTH, lower);
    target.putLong(index * WIDTH + Long.BYTES, upper);
  }

  /** Reads the next value that is no index into {@link #low} and {@link #high}. */
  private void next() throws IOException {
    switch (type) {
      case INT32 ->
          set(deltas == null ? page().bytes().getInt(take(Integer.BYTES)) : (int) deltas.read());
      case INT64 -> set(deltas == null ? page().bytes().getLong(take(Long.BYTES)) : deltas.read());
      case FIXED_LEN_BYTE_ARRAY -> setFrom(take(valueBytes), valueBytes);
      default -> {
        int bytes =
            deltas == null ? page().bytes().getInt(take(Integer.BYTES)) : (int) deltas.read();
        setFrom(take(bytes), bytes);
      }
    }
  }

  private void set(long value) {
    low = value;
    high = value >> (Long.SIZE - 1);
  }

  /** From the highest byte, which has the sign, to the lowest. */
  private void setFrom(int start, int bytes) throws IOException {
    set(bytes == 0 ? 0 : page().bytes().get(start) >> (Byte.SIZE - 1));
    for (int i = 0; i < bytes; i++) {
      int lost = (int) (high >> (Long.SIZE - Byte.SIZE));
      if (i >= WIDTH && lost != 0 && lost != -1) {
        throw new IOException("a decimal has more than " + WIDTH + " bytes");
      }
      high = (high << Byte.SIZE) | (low >>> (Long.SIZE - Byte.SIZE));
      low = (low << Byte.SIZE) | (page().bytes().get(start + i) & 0xFF);
    }
  }

  private int take(int bytes) throws IOException {
    if (bytes < 0 || bytes > page().end() - position) {
      throw new IOException("a page ends within its values");
    }
    int start = position;
    position += bytes;
    return start;
  }

  private Page page() {
    if (page == null) {
      throw new IllegalStateException("no page");
    }
    return page;
  }

  @Override
  void allocate(int rows) {
    long bytes = (long) rows * WIDTH;
    values = allocator().buffer(bytes);
    target = view(values, bytes);
  }

  @Override
  void blank(int count) {
    values.setZero((long) row() * WIDTH, (long) count * WIDTH);
  }

  @Override
  List<ArrowBuf> buffers() {
    return List.of(values);
  }

  @Override
  void release() {
    values.close();
    values = allocator().getEmpty();
  }
}

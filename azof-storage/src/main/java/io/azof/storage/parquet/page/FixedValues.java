package io.azof.storage.parquet.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** Values that are the same bytes in the file as in a vector: numbers of 4 or 8 bytes. */
final class FixedValues extends ValueReader {
  private final int width;
  private final int[] places = new int[INDICES];
  private long[] dictionary = {};
  private @Nullable Page page;
  private @Nullable RunReader indices;
  private @Nullable DeltaReader deltas;

  /** How many bytes apart those of a value are. */
  private int stride;

  private int position;
  private ArrowBuf values;
  private ByteBuffer target;

  /**
   * @param width 4 or 8
   */
  FixedValues(int width, BufferAllocator allocator) {
    super(allocator);
    this.width = width;
    this.values = allocator.getEmpty();
    this.target = view(values, 0);
  }

  @Override
  void dictionary(Page given) throws IOException {
    if ((long) given.values() * width > given.end() - given.start()) {
      throw new IOException("a dictionary ends within its values");
    }
    dictionary = new long[given.values()];
    for (int i = 0; i < dictionary.length; i++) {
      int at = given.start() + i * width;
      dictionary[i] = width == Long.BYTES ? given.bytes().getLong(at) : given.bytes().getInt(at);
    }
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
    deltas = next.encoding() == Encoding.DELTA_BINARY_PACKED ? new DeltaReader(next) : null;
    stride =
        next.encoding() == Encoding.BYTE_STREAM_SPLIT ? (next.end() - next.start()) / width : 0;
  }

  @Override
  void skip(int count) throws IOException {
    if (indices != null) {
      indices.skip(count);
    } else if (deltas != null) {
      deltas.skip(count);
    } else {
      take(count);
    }
  }

  @Override
  void read(int count) throws IOException {
    if (indices != null) {
      look(indices, count);
    } else if (deltas != null) {
      readDeltas(deltas, count);
    } else if (stride > 0) {
      readSplit(count);
    } else {
      ByteBuffer from = page().bytes();
      target.put(row() * width, from, take(count), count * width);
    }
  }

  private void look(RunReader from, int count) throws IOException {
    int to = row() + count;
    for (int at = row(); at < to; at += INDICES) {
      int some = Math.min(INDICES, to - at);
      from.read(places, some);
      if (width == Long.BYTES) {
        for (int i = 0; i < some; i++) {
          target.putLong((at + i) * Long.BYTES, dictionary[places[i]]);
        }
      } else {
        for (int i = 0; i < some; i++) {
          target.putInt((at + i) * Integer.BYTES, (int) dictionary[places[i]]);
        }
      }
    }
  }

  private void readDeltas(DeltaReader from, int count) throws IOException {
    if (width == Long.BYTES) {
      from.read(target.asLongBuffer(), row(), count);
      return;
    }
    for (int done = 0; done < count; done += INDICES) {
      int some = Math.min(INDICES, count - done);
      from.read(places, some);
      target.asIntBuffer().put(row() + done, places, 0, some);
    }
  }

  /**
   * Of doubles the first bytes of all, then the second bytes, and so on: <a
   * href="https://github.com/apache/parquet-format/blob/master/Encodings.md#byte-stream-split-byte_stream_split--9">BYTE_STREAM_SPLIT</a>.
   */
  private void readSplit(int count) throws IOException {
    ByteBuffer from = page().bytes();
    int first = page().start() + (take(count) - page().start()) / width;
    for (int i = 0; i < count; i++) {
      long value = 0;
      for (int part = 0; part < Long.BYTES; part++) {
        value |= (from.get(first + i + part * stride) & 0xFFL) << (part * Byte.SIZE);
      }
      target.putLong((row() + i) * Long.BYTES, value);
    }
  }

  /** Where the next values start, of which there are so many. */
  private int take(int count) throws IOException {
    if ((long) count * width > page().end() - position) {
      throw new IOException("a page ends within its values");
    }
    int start = position;
    position += count * width;
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
    long bytes = (long) rows * width;
    values = allocator().buffer(bytes);
    target = view(values, bytes);
  }

  @Override
  void blank(int count) {
    values.setZero((long) row() * width, (long) count * width);
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

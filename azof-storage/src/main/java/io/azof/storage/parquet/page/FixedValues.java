package io.azof.storage.parquet.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Values that are the same bytes in the file as in a vector: numbers of 4 or 8 bytes. */
final class FixedValues extends ValueReader {
  private final int width;
  private final int[] places = new int[INDICES];
  private long[] dictionary = {};
  private @Nullable Page page;
  private @Nullable RunReader indices;
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
  }

  @Override
  void skip(int count) throws IOException {
    if (indices != null) {
      indices.skip(count);
    } else {
      take(count);
    }
  }

  @Override
  void read(int count) throws IOException {
    if (indices != null) {
      look(indices, count);
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

package io.azof.storage.parquet.page;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** Booleans: a bit each, plain or in runs. */
final class BooleanValues extends ValueReader {
  private @Nullable Page page;
  private @Nullable RunReader runs;
  private long bit;
  private ArrowBuf values;

  BooleanValues(BufferAllocator allocator) {
    super(allocator);
    this.values = allocator.getEmpty();
  }

  @Override
  void dictionary(Page given) throws IOException {
    throw new IOException("booleans have a dictionary");
  }

  @Override
  void forget() {
    // there is none
  }

  @Override
  void page(Page next) throws IOException {
    page = next;
    bit = 8L * next.start();
    runs = null;
    if (next.encoding() == Encoding.RLE) {
      int bytes =
          next.end() - next.start() < Integer.BYTES ? -1 : next.bytes().getInt(next.start());
      int start = next.start() + Integer.BYTES;
      if (bytes < 0 || bytes > next.end() - start) {
        throw new IOException("the runs of a page go beyond its end");
      }
      runs = new RunReader(next, start, start + bytes, 1);
    }
  }

  @Override
  void skip(int count) throws IOException {
    if (runs != null) {
      runs.skip(count);
    } else {
      requireBits(count);
      bit += count;
    }
  }

  @Override
  void read(int count) throws IOException {
    if (runs != null) {
      readRuns(runs, count);
      return;
    }
    Page from = requireBits(count);
    for (int i = 0; i < count; i++) {
      if (((from.bytes().get((int) (bit >>> 3)) >>> (bit & 7)) & 1) == 1) {
        set(row() + i);
      }
      bit++;
    }
  }

  private void readRuns(RunReader from, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int run = from.equalBits(count - done);
      for (int i = 0; i < run; i++) {
        set(row() + done + i);
      }
      done += Math.abs(run);
    }
  }

  private void set(int index) {
    values.setByte(index >> 3, values.getByte(index >> 3) | (1 << (index & 7)));
  }

  private Page requireBits(int count) throws IOException {
    if (page == null || bit + count > 8L * page.end()) {
      throw new IOException("a page ends within its values");
    }
    return page;
  }

  @Override
  void allocate(int rows) {
    long bytes = (rows + 7L) / 8;
    values = allocator().buffer(bytes);
    values.setZero(0, bytes);
  }

  @Override
  void blank(int count) {
    // as allocated
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

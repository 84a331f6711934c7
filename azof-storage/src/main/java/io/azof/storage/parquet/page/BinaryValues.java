package io.azof.storage.parquet.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * Texts and bytes: in the file each behind its length, or all of them behind all lengths (<a
 * href="https://github.com/apache/parquet-format/blob/master/Encodings.md#delta-length-byte-array-delta_length_byte_array--6">DELTA_LENGTH_BYTE_ARRAY</a>);
 * in a vector one behind the other.
 */
final class BinaryValues extends ValueReader {
  /** What is not longer is copied eight bytes at a time, of which the last ones may be too many. */
  private static final int SHORT_BYTES = 64;

  private final int[] places = new int[INDICES];
  private final Dictionary dictionary;
  private @Nullable Page page;
  private @Nullable RunReader indices;
  private @Nullable DeltaReader lengths;
  private int position;
  private ArrowBuf offsets;
  private ByteBuffer offsetTarget;
  private ArrowBuf data;
  private int dataBytes;

  BinaryValues(BufferAllocator allocator) {
    super(allocator);
    this.dictionary = new Dictionary(allocator);
    this.offsets = allocator.getEmpty();
    this.offsetTarget = view(offsets, 0);
    this.data = allocator.getEmpty();
  }

  /** Copies of the values of a dictionary page. */
  private static final class Dictionary implements AutoCloseable {
    private final BufferAllocator allocator;
    private ArrowBuf copy;
    private ByteBuffer bytes;

    /** Where each value is, its length first, and where the last one ends. */
    private int[] starts = {};

    /** How long the longest value is. */
    private int lengthMax;

    Dictionary(BufferAllocator allocator) {
      this.allocator = allocator;
      this.copy = allocator.getEmpty();
      this.bytes = view(copy, 0);
    }

    void take(Page page) throws IOException {
      int pageBytes = page.end() - page.start();
      if ((long) page.values() * Integer.BYTES > pageBytes) {
        throw new IOException("a dictionary ends within its values");
      }
      close();
      int whole = pageBytes + ChunkPages.SLACK_BYTES;
      copy = allocator.buffer(whole);
      bytes = view(copy, whole);
      bytes.put(0, page.bytes(), page.start(), pageBytes);
      starts = new int[page.values() + 1];
      lengthMax = 0;
      int at = 0;
      for (int i = 0; i < page.values(); i++) {
        starts[i] = at;
        int length = plainBytes(bytes, at, pageBytes);
        lengthMax = Math.max(lengthMax, length);
        at += Integer.BYTES + length;
      }
      starts[page.values()] = at;
    }

    @Override
    public void close() {
      copy.close();
      copy = allocator.getEmpty();
      starts = new int[0];
    }
  }

  /** How long the value is whose length is there. */
  private static int plainBytes(ByteBuffer bytes, int at, int end) throws IOException {
    if (end - at < Integer.BYTES) {
      throw new IOException("a page ends within its values");
    }
    int length = bytes.getInt(at);
    if (length < 0 || length > end - at - Integer.BYTES) {
      throw new IOException("a page ends within its values");
    }
    return length;
  }

  @Override
  void dictionary(Page given) throws IOException {
    dictionary.take(given);
  }

  @Override
  void forget() {
    dictionary.close();
  }

  @Override
  void page(Page next) throws IOException {
    page = next;
    position = next.start();
    indices = next.isIndexed() ? indices(next) : null;
    lengths = null;
    if (next.encoding() == Encoding.DELTA_LENGTH_BYTE_ARRAY) {
      lengths = new DeltaReader(next);
      position = lengths.endOfNumbers();
    }
  }

  @Override
  void skip(int count) throws IOException {
    if (indices != null) {
      indices.skip(count);
      return;
    }
    if (lengths != null) {
      skipApart(lengths, count);
      return;
    }
    ByteBuffer from = page().bytes();
    int end = page().end();
    int at = position;
    for (int i = 0; i < count; i++) {
      at += Integer.BYTES + plainBytes(from, at, end);
    }
    position = at;
  }

  @Override
  void read(int count) throws IOException {
    if (indices != null) {
      look(indices, count);
      return;
    }
    if (lengths != null) {
      readApart(lengths, count);
      return;
    }
    ByteBuffer from = page().bytes();
    int end = page().end();
    int at = position;
    int lastAt = at;
    for (int i = 0; i < count; i++) {
      lastAt += Integer.BYTES + plainBytes(from, lastAt, end);
    }
    reserve(lastAt - at - (long) Integer.BYTES * count);
    long source = page().address();
    long target = data.memoryAddress();
    long ends = offsets.memoryAddress() + (row() + 1L) * Integer.BYTES;
    int to = dataBytes;
    for (int i = 0; i < count; i++) { // within what was looked at and made room for above
      int length = MemoryUtil.getInt(source + at);
      at += Integer.BYTES;
      copy(source + at, target + to, length);
      at += length;
      to += length;
      MemoryUtil.putInt(ends + (long) i * Integer.BYTES, to);
    }
    dataBytes = to;
    position = at;
  }

  /** Values whose lengths stand before all of them lie in the page as they do in a vector. */
  private void readApart(DeltaReader from, int count) throws IOException {
    int start = position;
    long ends = offsets.memoryAddress() + (row() + 1L) * Integer.BYTES;
    int to = dataBytes;
    int done = 0;
    while (done < count) {
      int some = from.skipSame(count - done);
      if (some > 0) {
        int length = sameLength(from, some);
        for (int i = 0; i < some; i++) {
          to += length;
          MemoryUtil.putInt(ends + (long) (done + i) * Integer.BYTES, to);
        }
      } else {
        some = Math.min(INDICES, from.untilNextGroup(count - done));
        position += nextLengths(from, some);
        for (int i = 0; i < some; i++) {
          to += places[i];
          MemoryUtil.putInt(ends + (long) (done + i) * Integer.BYTES, to);
        }
      }
      done += some;
    }
    int bytes = position - start;
    reserve(bytes);
    MemoryUtil.copyMemory(page().address() + start, data.memoryAddress() + dataBytes, bytes);
    dataBytes = to;
  }

  /** The length of so many values, which were gone over; their bytes are gone over here. */
  private int sameLength(DeltaReader from, int count) throws IOException {
    int length = (int) from.previous();
    if (length < 0 || (long) length * count > page().end() - position) {
      throw new IOException("a page ends within its values");
    }
    position += length * count;
    return length;
  }

  private void skipApart(DeltaReader from, int count) throws IOException {
    for (int done = 0; done < count; done += INDICES) {
      position += nextLengths(from, Math.min(INDICES, count - done));
    }
  }

  /** Puts the next lengths into {@link #places}, and gives their sum. */
  private int nextLengths(DeltaReader from, int count) throws IOException {
    from.read(places, count);
    long sum = 0;
    int signs = 0;
    for (int i = 0; i < count; i++) {
      sum += places[i];
      signs |= places[i];
    }
    if (signs < 0 || sum > page().end() - position) {
      throw new IOException("a page ends within its values");
    }
    return (int) sum;
  }

  private void look(RunReader from, int count) throws IOException {
    int end = row() + count;
    reserve((long) dictionary.bytes.limit() * count / Math.max(1, dictionary.starts.length));
    for (int at = row(); at < end; at += INDICES) {
      int some = Math.min(INDICES, end - at);
      from.read(places, some);
      look(at, some);
    }
  }

  private void look(int at, int count) throws IOException {
    int[] starts = dictionary.starts;
    if (!hasRoom((long) dictionary.lengthMax * count)) {
      long bytes = 0;
      for (int i = 0; i < count; i++) {
        bytes += starts[places[i] + 1] - starts[places[i]] - Integer.BYTES;
      }
      reserve(bytes);
    }
    long source = dictionary.copy.memoryAddress();
    long target = data.memoryAddress();
    long ends = offsets.memoryAddress() + (at + 1L) * Integer.BYTES;
    int to = dataBytes;
    for (int i = 0; i < count; i++) { // there is room for them
      int start = starts[places[i]] + Integer.BYTES;
      int length = starts[places[i] + 1] - start;
      copy(source + start, target + to, length);
      to += length;
      MemoryUtil.putInt(ends + (long) i * Integer.BYTES, to);
    }
    dataBytes = to;
  }

  /** Copies up to sixteen bytes more than there are, into room that is there for them. */
  private static void copy(long from, long to, int length) {
    if (length > SHORT_BYTES) {
      MemoryUtil.copyMemory(from, to, length);
      return;
    }
    MemoryUtil.putLong(to, MemoryUtil.getLong(from));
    MemoryUtil.putLong(to + Long.BYTES, MemoryUtil.getLong(from + Long.BYTES));
    for (int done = 2 * Long.BYTES; done < length; done += Long.BYTES) {
      MemoryUtil.putLong(to + done, MemoryUtil.getLong(from + done));
    }
  }

  private boolean hasRoom(long bytes) {
    return dataBytes + bytes + ChunkPages.SLACK_BYTES <= data.capacity();
  }

  /** Makes room for so many bytes more, and then some. */
  private void reserve(long bytes) throws IOException {
    if (hasRoom(bytes)) {
      return;
    }
    long needed = dataBytes + bytes + ChunkPages.SLACK_BYTES;
    if (needed > Integer.MAX_VALUE) {
      throw new IOException("the texts of a batch take more than 2 GB");
    }
    long wanted = dataBytes == 0 ? needed : Math.min(Integer.MAX_VALUE, needed + needed / 2);
    ArrowBuf larger = allocator().buffer(wanted);
    larger.setBytes(0, data, 0, dataBytes);
    data.close();
    data = larger;
  }

  private Page page() {
    if (page == null) {
      throw new IllegalStateException("no page");
    }
    return page;
  }

  @Override
  void allocate(int rows) {
    long bytes = (rows + 1L) * Integer.BYTES;
    offsets = allocator().buffer(bytes);
    offsetTarget = view(offsets, bytes);
    offsetTarget.putInt(0, 0);
    dataBytes = 0;
  }

  @Override
  void blank(int count) {
    for (int i = 1; i <= count; i++) {
      offsetTarget.putInt((row() + i) * Integer.BYTES, dataBytes);
    }
  }

  @Override
  List<ArrowBuf> buffers() {
    return List.of(offsets, data);
  }

  @Override
  void release() {
    offsets.close();
    offsets = allocator().getEmpty();
    data.close();
    data = allocator().getEmpty();
    dataBytes = 0;
  }

  @Override
  public void close() {
    super.close();
    dictionary.close();
  }
}

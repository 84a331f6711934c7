package io.azof.storage.parquet.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** The pages of one column chunk after the other. */
final class ChunkPages implements AutoCloseable {
  /**
   * So much behind a page can be read and written, for who takes eight bytes at once, or twice
   * eight.
   */
  static final int SLACK_BYTES = 2 * Long.BYTES;

  private static final int HEADER_BYTES = 1 << 10;
  private static final int READ_BYTES_MAX = 256 << 10;

  private final PageFile file;
  private final boolean hasLevels;
  private final BufferAllocator allocator;
  private ArrowBuf decompressed;
  private @Nullable ColumnChunk chunk;
  private long position;
  private long end;
  private @Nullable PageHeader header;

  /**
   * @param hasLevels whether pages have definition levels
   */
  ChunkPages(PageFile file, boolean hasLevels, BufferAllocator allocator) {
    this.file = file;
    this.hasLevels = hasLevels;
    this.allocator = allocator;
    this.decompressed = allocator.getEmpty();
  }

  void start(ColumnChunk next) {
    chunk = next;
    position = next.offset();
    end = next.offset() + next.bytes();
    header = null;
  }

  /** Whether there are no more pages. */
  boolean isAtEnd() {
    return header == null && position >= end;
  }

  /** How many values the next page has if it is one of data, else 0. */
  int nextValues() throws IOException {
    PageHeader next = header();
    return switch (next.getType()) {
      case DATA_PAGE -> next.getData_page_header().getNum_values();
      case DATA_PAGE_V2 -> next.getData_page_header_v2().getNum_values();
      default -> 0;
    };
  }

  /** Goes over the next page without reading it. */
  void skip() throws IOException {
    position += header().getCompressed_page_size();
    header = null;
  }

  /** The next page; null for one of neither data nor a dictionary. */
  @Nullable Page next() throws IOException {
    PageHeader next = header();
    int bytes = next.getCompressed_page_size();
    ByteBuffer stored = file.read(position, bytes, bytes);
    requireSum(next, stored);
    skip();
    return switch (next.getType()) {
      case DATA_PAGE -> data(next, stored);
      case DATA_PAGE_V2 -> dataV2(next, stored);
      case DICTIONARY_PAGE -> dictionary(next, stored);
      case INDEX_PAGE -> null;
    };
  }

  private PageHeader header() throws IOException {
    if (header == null) {
      header = readHeader();
    }
    return header;
  }

  private PageHeader readHeader() throws IOException {
    int ahead = (int) Math.min(READ_BYTES_MAX, end - position);
    int bytes = Math.min(HEADER_BYTES, ahead);
    while (true) {
      BufferStream stream = new BufferStream(file.read(position, bytes, Math.max(bytes, ahead)));
      try {
        PageHeader read = Util.readPageHeader(stream);
        position += stream.bytesRead();
        requireSizes(read);
        return read;
      } catch (IOException | RuntimeException e) {
        if (!stream.isAtEnd() || bytes >= end - position) {
          throw new IOException("the header of a page cannot be read", e);
        }
        bytes = (int) Math.min(8L * bytes, end - position);
      }
    }
  }

  private void requireSizes(PageHeader read) throws IOException {
    boolean isWhole =
        switch (read.getType()) {
          case DATA_PAGE -> read.isSetData_page_header();
          case DATA_PAGE_V2 -> read.isSetData_page_header_v2();
          case DICTIONARY_PAGE -> read.isSetDictionary_page_header();
          case INDEX_PAGE -> true;
        };
    int stored = read.getCompressed_page_size();
    int bytes = read.getUncompressed_page_size();
    if (!isWhole
        || stored < 0
        || stored > end - position
        || bytes < 0
        || bytes > chunk().pageBytesMax()
        || bytes > Integer.MAX_VALUE - 2 * SLACK_BYTES) {
      throw new IOException("a page says that it has " + stored + " bytes, and then " + bytes);
    }
  }

  private static void requireSum(PageHeader header, ByteBuffer stored) throws IOException {
    if (header.isSetCrc()) {
      CRC32 sum = new CRC32();
      sum.update(stored.duplicate());
      if ((int) sum.getValue() != header.getCrc()) {
        throw new IOException("a page does not have the checksum that it should have");
      }
    }
  }

  private Page dictionary(PageHeader next, ByteBuffer stored) throws IOException {
    int bytes = next.getUncompressed_page_size();
    ByteBuffer page = buffer(bytes);
    decompress(stored, page, 0, bytes);
    int values = next.getDictionary_page_header().getNum_values();
    return new Page(page, address(), true, values, Encoding.PLAIN, 0, 0, 0, bytes);
  }

  private Page data(PageHeader next, ByteBuffer stored) throws IOException {
    int bytes = next.getUncompressed_page_size();
    ByteBuffer page = buffer(bytes);
    decompress(stored, page, 0, bytes);
    int values = next.getData_page_header().getNum_values();
    Encoding encoding = next.getData_page_header().getEncoding();
    if (!hasLevels) {
      return new Page(page, address(), false, values, encoding, 0, 0, 0, bytes);
    }
    if (next.getData_page_header().getDefinition_level_encoding() != Encoding.RLE) {
      throw new IOException("a page has definition levels in an encoding that is not in use");
    }
    int levelBytes = bytes < Integer.BYTES ? -1 : page.getInt(0);
    requireLevels(levelBytes, bytes - Integer.BYTES);
    int start = Integer.BYTES + levelBytes;
    return new Page(page, address(), false, values, encoding, Integer.BYTES, start, start, bytes);
  }

  /** The levels are never compressed, and the values not always. */
  private Page dataV2(PageHeader next, ByteBuffer stored) throws IOException {
    DataPageHeaderV2 facts = next.getData_page_header_v2();
    int bytes = next.getUncompressed_page_size();
    int levelBytes = facts.getDefinition_levels_byte_length();
    requireLevels(levelBytes, Math.min(bytes, stored.remaining()));
    if (facts.getRepetition_levels_byte_length() != 0) {
      throw new IOException("a page of a column that is not repeated has repetition levels");
    }
    ByteBuffer page = buffer(bytes);
    page.put(0, stored, 0, levelBytes);
    ByteBuffer values = stored.slice(levelBytes, stored.remaining() - levelBytes);
    boolean isCompressed = !facts.isSetIs_compressed() || facts.isIs_compressed();
    if (isCompressed && bytes > levelBytes) {
      decompress(values, page, levelBytes, bytes);
    } else {
      file.decompressor()
          .decompress(Codec.NONE, values, page.slice(levelBytes, bytes - levelBytes));
    }
    int levelsEnd = hasLevels ? levelBytes : 0;
    return new Page(
        page,
        address(),
        false,
        facts.getNum_values(),
        facts.getEncoding(),
        0,
        levelsEnd,
        levelBytes,
        bytes);
  }

  private static void requireLevels(int levelBytes, int bytesMax) throws IOException {
    if (levelBytes < 0 || levelBytes > bytesMax) {
      throw new IOException("the definition levels of a page go beyond its end");
    }
  }

  private void decompress(ByteBuffer stored, ByteBuffer page, int from, int to) throws IOException {
    Codec codec = chunk().codec();
    if (codec == null) {
      throw new IllegalStateException("not readable");
    }
    file.decompressor().decompress(codec, stored, page.slice(from, to - from));
  }

  private ColumnChunk chunk() {
    if (chunk == null) {
      throw new IllegalStateException("not started");
    }
    return chunk;
  }

  private ByteBuffer buffer(int bytes) {
    int whole = bytes + SLACK_BYTES;
    if (decompressed.capacity() < whole) {
      decompressed.close();
      decompressed = allocator.getEmpty();
      decompressed = allocator.buffer(whole);
    }
    return decompressed.nioBuffer(0, whole).order(ByteOrder.LITTLE_ENDIAN);
  }

  private long address() {
    return decompressed.memoryAddress();
  }

  @Override
  public void close() {
    decompressed.close();
    decompressed = allocator.getEmpty();
  }
}

package io.azof.storage.parquet.page;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * One column of a file, row by row: {@link #start} a chunk, {@link #begin} a vector, then read or
 * skip rows, and {@link #finish} the vector. What is skipped is not decoded, and pages of which all
 * rows are skipped are not even read. For one thread at a time; errors are {@link IOException}s, or
 * {@link RuntimeException}s where a damaged file sends it beyond a buffer.
 */
public final class ColumnReader implements AutoCloseable {
  private final StoredColumn column;
  private final ChunkPages pages;
  private final ValueReader values;
  private @Nullable RunReader levels;

  /** Rows of the current page that were neither read nor skipped. */
  private int pageLeft;

  /** Rows that are skipped as soon as one is read. */
  private long toSkip;

  private long chunkRows;

  /** Rows of the chunk that are behind the current page. */
  private long chunkLeft;

  /**
   * @param type one that it {@link #canRead}
   * @param allocator gives the memory of vectors and pages
   */
  public ColumnReader(
      PageFile file, StoredColumn column, ArrowType type, BufferAllocator allocator) {
    this.column = column;
    this.pages = new ChunkPages(file, column.isOptional(), allocator);
    this.values = values(column, type, allocator);
  }

  /** Whether values that are stored so can be read as an Arrow type. */
  public static boolean canRead(StoredColumn column, ArrowType type) {
    return switch (type.getTypeID()) {
      case Utf8, Binary -> column.type() == Type.BYTE_ARRAY;
      case Int, Timestamp -> column.type() == Type.INT64;
      case FloatingPoint -> column.type() == Type.DOUBLE;
      case Date -> column.type() == Type.INT32;
      case Bool -> column.type() == Type.BOOLEAN;
      case Decimal ->
          column.type() == Type.INT32
              || column.type() == Type.INT64
              || column.type() == Type.BYTE_ARRAY
              || column.type() == Type.FIXED_LEN_BYTE_ARRAY;
      default -> false;
    };
  }

  private static ValueReader values(
      StoredColumn column, ArrowType type, BufferAllocator allocator) {
    return switch (type.getTypeID()) {
      case Utf8, Binary -> new BinaryValues(allocator);
      case Int, Timestamp, FloatingPoint -> new FixedValues(Long.BYTES, allocator);
      case Date -> new FixedValues(Integer.BYTES, allocator);
      case Bool -> new BooleanValues(allocator);
      case Decimal -> new DecimalValues(column.type(), column.valueBytes(), allocator);
      default -> throw new IllegalArgumentException("cannot read " + type);
    };
  }

  /**
   * Goes to the first row of a chunk.
   *
   * @param rows how many its row group has
   * @throws IOException when the chunk has another number of them
   */
  public void start(ColumnChunk chunk, long rows) throws IOException {
    if (chunk.values() != rows) {
      throw new IOException(
          "column \""
              + column.name()
              + "\" has "
              + chunk.values()
              + " values in a row group of "
              + rows
              + " rows");
    }
    pages.start(chunk);
    values.forget();
    levels = null;
    pageLeft = 0;
    toSkip = 0;
    chunkRows = rows;
    chunkLeft = rows;
  }

  /** Begins a vector of at most so many rows. */
  public void begin(int rowsMax) {
    values.begin(rowsMax);
  }

  /** Hands the rows that were read since {@link #begin} over to a vector of the type. */
  public void finish(FieldVector target) {
    values.finish(target);
  }

  /** Goes over rows. */
  public void skip(long rows) {
    toSkip += rows;
  }

  /** Reads rows. */
  public void read(int rows) throws IOException {
    skipNow();
    int left = rows;
    while (left > 0) {
      while (pageLeft == 0) {
        nextPage();
      }
      int some = Math.min(left, pageLeft);
      advance(some, true);
      left -= some;
    }
  }

  private void skipNow() throws IOException {
    while (toSkip > 0) {
      if (pageLeft == 0) {
        requireMore();
        int next = pages.nextValues();
        if (next > 0 && next <= toSkip) {
          pages.skip();
          take(next);
          toSkip -= next;
          continue;
        }
        nextPage();
      }
      int some = (int) Math.min(toSkip, pageLeft);
      advance(some, false);
      toSkip -= some;
    }
  }

  private void nextPage() throws IOException {
    requireMore();
    Page page = pages.next();
    if (page == null) {
      return;
    }
    if (page.isDictionary()) {
      values.dictionary(page);
      return;
    }
    requireKnown(page.encoding());
    take(page.values());
    levels =
        page.levelsStart() == page.levelsEnd()
            ? null
            : new RunReader(page, page.levelsStart(), page.levelsEnd(), 1);
    if (levels == null && column.isOptional() && page.values() > 0) {
      throw new IOException("a page does not say which of its values are null");
    }
    values.page(page);
    pageLeft = page.values();
  }

  private void requireMore() throws IOException {
    if (pages.isAtEnd()) {
      throw new IOException(
          "column \""
              + column.name()
              + "\" ends after "
              + (chunkRows - chunkLeft)
              + " of the "
              + chunkRows
              + " rows that the footer promises of a row group");
    }
  }

  private void requireKnown(Encoding encoding) throws IOException {
    boolean isKnown =
        encoding == Encoding.RLE
            ? column.type() == Type.BOOLEAN
            : ColumnChunk.isKnown(encoding, column.type());
    if (!isKnown) {
      throw new IOException(
          "column \""
              + column.name()
              + "\" has a page of "
              + encoding
              + ", unlike its footer says");
    }
  }

  private void take(int rows) throws IOException {
    chunkLeft -= rows;
    if (rows < 0 || chunkLeft < 0) {
      throw new IOException(
          "column \"" + column.name() + "\" has more values than its row group has rows");
    }
  }

  private void advance(int rows, boolean isRead) throws IOException {
    int left = rows;
    while (left > 0) {
      int run = levels == null ? left : levels.equalBits(left);
      if (isRead) {
        if (run > 0) {
          values.readValues(run);
        } else {
          values.readNulls(-run);
        }
      } else if (run > 0) {
        values.skip(run);
      }
      left -= Math.abs(run);
    }
    pageLeft -= rows;
  }

  @Override
  public void close() {
    try (pages) {
      values.close();
    }
  }
}

package io.azof.storage.parquet;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Parquet files of the same columns as Arrow batches, one file after the other, each in its own
 * order; no batch spans two files. A file that gives fewer or more rows than its footer promises is
 * an error, never a short end.
 *
 * <p>What the writers of data files use is decoded by a {@link PageReader}, anything else that
 * Parquet has by a {@link DatasetReader}: docs/decisions/0011.
 */
public sealed interface ParquetReader extends AutoCloseable permits DatasetReader, PageReader {

  /**
   * Opens files; the receiver closes the reader.
   *
   * @param files at least one; their named columns are of the same types
   * @param columns the columns to read, at least one
   * @param batchRows the most rows that a batch has
   * @throws io.azof.error.AzofException {@code DATA_FILE_CORRUPT} when a file cannot be read as
   *     Parquet
   */
  static ParquetReader open(
      List<ParquetFile> files, List<String> columns, int batchRows, BufferAllocator allocator) {
    return open(files, columns, RowFilter.NONE, batchRows, allocator);
  }

  /**
   * Opens files of which only some rows are read; {@code key} must be their first column if the
   * filter is by key, and {@code event_time} their second if it is by time.
   *
   * @param filter if it is one, of a single file
   * @see #open(List, List, int, BufferAllocator)
   */
  static ParquetReader open(
      List<ParquetFile> files,
      List<String> columns,
      RowFilter filter,
      int batchRows,
      BufferAllocator allocator) {
    return PageReader.canRead(files, columns, filter)
        ? PageReader.open(files, columns, filter, batchRows, allocator)
        : DatasetReader.open(files, columns, filter, batchRows, allocator);
  }

  /** The vectors of the current batch; their buffers may be transferred away. */
  VectorSchemaRoot root();

  /** Whether their memory is the allocator's, and not that of a native reader. */
  boolean ownsMemory();

  /** Which of the files the current batch is of. */
  int fileIndex();

  /**
   * Loads the next batch into {@link #root}; never an empty one.
   *
   * @return false at the end of the last file
   * @throws io.azof.error.AzofException {@code DATA_FILE_CORRUPT} when a page cannot be decoded, or
   *     a file does not hold what its footer promises; {@code LIMIT_REACHED} when it takes more
   *     memory than there is
   */
  boolean next();

  @Override
  void close();
}

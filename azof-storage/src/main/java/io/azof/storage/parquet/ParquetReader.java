package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.dataset.scanner.Scanner;
import org.apache.arrow.dataset.source.Dataset;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Parquet files of the same columns as Arrow batches, one file after the other, each in its own
 * order; no batch spans two files. Decoding runs ahead on native threads, also into the next files,
 * in native memory that no allocator counts until a batch arrives.
 *
 * <p>A file that gives fewer or more rows than its footer promises is an error, never a short end.
 */
public final class ParquetReader implements AutoCloseable {
  /** A guess at what a value takes, until there is a batch to look at. */
  private static final long VALUE_BYTES_EXPECTED = 16;

  private final List<ParquetFile> files;
  private final boolean filtered;
  private final BufferAllocator allocator;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final ArrowReader batches;
  private final VectorSchemaRoot root;
  private int fileIndex;
  private long rowsOfFile;
  private long batchBytesExpected;
  private boolean closed;

  private ParquetReader(List<ParquetFile> files, ScanOptions options, BufferAllocator allocator)
      throws IOException {
    this.files = List.copyOf(files);
    DecodedAhead.opened();
    this.filtered = options.getSubstraitFilter().isPresent();
    this.allocator = allocator;
    String[] uris =
        files.stream().map(file -> file.path().toUri().toString()).toArray(String[]::new);
    try {
      FileSystemDatasetFactory factory =
          push(
              new FileSystemDatasetFactory(
                  allocator, NativeMemoryPool.getDefault(), FileFormat.PARQUET, uris));
      Dataset dataset = push(factory.finish(ArrowColumns.plain(factory.inspect())));
      Scanner scanner = push(dataset.newScan(options));
      this.batches = push(scanner.scanBatches());
      this.root = batches.getVectorSchemaRoot();
      this.batchBytesExpected =
          root.getFieldVectors().size() * options.getBatchSize() * VALUE_BYTES_EXPECTED;
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens files; the receiver closes the reader.
   *
   * @param files at least one; their named columns are of the same types
   * @param columns the columns to read, at least one
   * @param batchRows the most rows that a batch has
   * @throws AzofException {@code DATA_FILE_CORRUPT} when a file cannot be read as Parquet
   */
  public static ParquetReader open(
      List<ParquetFile> files, List<String> columns, int batchRows, BufferAllocator allocator) {
    return open(files, columns, RowFilter.NONE, batchRows, allocator);
  }

  /**
   * Opens a file of which only rows with {@code event_time} at or before a bound are read, and row
   * groups without such rows are skipped; {@code event_time} must be the file's second column.
   *
   * @see #open(List, List, int, BufferAllocator)
   */
  public static ParquetReader open(
      ParquetFile file,
      List<String> columns,
      long boundMillis,
      int batchRows,
      BufferAllocator allocator) {
    return open(List.of(file), columns, RowFilter.until(boundMillis), batchRows, allocator);
  }

  static ParquetReader open(
      List<ParquetFile> files,
      List<String> columns,
      RowFilter filter,
      int batchRows,
      BufferAllocator allocator) {
    ScanOptions.Builder options =
        new ScanOptions.Builder(batchRows).columns(Optional.of(columns.toArray(String[]::new)));
    if (!filter.isNone()) {
      options.substraitFilter(FilterExpression.encode(filter));
    }
    try {
      return new ParquetReader(files, options.build(), allocator);
    } catch (IOException | RuntimeException e) {
      throw failed(files.get(0), e);
    }
  }

  /** The vectors of the current batch; their buffers may be transferred away. */
  public VectorSchemaRoot root() {
    return root;
  }

  /** Which of the files the current batch is of. */
  public int fileIndex() {
    return fileIndex;
  }

  /**
   * Loads the next batch into {@link #root}; never an empty one.
   *
   * @return false at the end of the last file
   * @throws AzofException {@code DATA_FILE_CORRUPT} when a page cannot be decoded, or a file does
   *     not hold what its footer promises
   */
  public boolean next() {
    try {
      while (loadNext()) {
        if (root.getRowCount() > 0) {
          count(root.getRowCount());
          return true;
        }
      }
    } catch (IOException | RuntimeException e) {
      throw failed(currentFile(), e);
    }
    requireEnd();
    return false;
  }

  /**
   * Asks for memory before the native batch is taken over, since a batch that does not fit under
   * the limit halfway is never given back.
   */
  private boolean loadNext() throws IOException {
    root.clear();
    if (allocator.getHeadroom() < batchBytesExpected) {
      throw new OutOfMemoryException(
          "a batch takes about " + batchBytesExpected + " bytes, more than is left");
    }
    if (!batches.loadNextBatch()) {
      return false;
    }
    long batchBytes = root.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
    batchBytesExpected = Math.max(batchBytesExpected, 2 * batchBytes);
    return true;
  }

  private void count(int rows) {
    while (!filtered && rowsOfFile == files.get(fileIndex).rows() && fileIndex + 1 < files.size()) {
      fileIndex++;
      rowsOfFile = 0;
    }
    rowsOfFile += rows;
    if (rowsOfFile > files.get(fileIndex).rows()) {
      throw miscounted("it gave " + rowsOfFile + " or more");
    }
  }

  private void requireEnd() {
    if (filtered) {
      return;
    }
    boolean isShort = rowsOfFile < files.get(fileIndex).rows();
    for (ParquetFile file : files.subList(fileIndex + 1, files.size())) {
      isShort |= file.rows() > 0;
    }
    if (isShort) {
      throw miscounted("it ended after " + rowsOfFile);
    }
  }

  private AzofException miscounted(String what) {
    return new AzofException(
        ErrorCode.DATA_FILE_CORRUPT,
        "Cannot read "
            + files.get(fileIndex).label()
            + ": its footer promises "
            + files.get(fileIndex).rows()
            + " rows, but "
            + what);
  }

  private ParquetFile currentFile() {
    boolean atEnd = !filtered && rowsOfFile == files.get(fileIndex).rows();
    return files.get(atEnd && fileIndex + 1 < files.size() ? fileIndex + 1 : fileIndex);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      DecodedAhead.closed();
    }
    RuntimeException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failure = failure == null ? failed(files.get(0), e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private <T extends AutoCloseable> T push(T resource) {
    opened.push(resource);
    return resource;
  }

  private static AzofException failed(ParquetFile file, Exception e) {
    if (e instanceof AzofException known) {
      return known;
    }
    if (isOutOfMemory(e)) {
      return new AzofException(
          ErrorCode.LIMIT_REACHED,
          "Reading " + file.label() + " takes more memory than is allowed",
          e);
    }
    String reason =
        e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("");
    return new AzofException(
        ErrorCode.DATA_FILE_CORRUPT, "Cannot read " + file.label() + ": " + reason, e);
  }

  private static boolean isOutOfMemory(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryException) {
        return true;
      }
    }
    return false;
  }
}

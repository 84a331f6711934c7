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
 * Parquet files of any kind, decoded by Arrow Dataset: ahead of what is asked for, on native
 * threads, also in the next files, in native memory that no allocator counts until a batch arrives.
 */
final class DatasetReader implements ParquetReader {
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

  private DatasetReader(List<ParquetFile> files, ScanOptions options, BufferAllocator allocator)
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

  /** As {@link ParquetReader#open}; {@code event_time} must be the second column of a file. */
  static DatasetReader open(
      List<ParquetFile> files,
      List<String> columns,
      RowFilter filter,
      int batchRows,
      BufferAllocator allocator) {
    ScanOptions.Builder options =
        new ScanOptions.Builder(DecodedAhead.batchRows(rowBytes(files, columns), batchRows))
            .columns(Optional.of(columns.toArray(String[]::new)));
    if (!filter.isNone()) {
      options.substraitFilter(FilterExpression.encode(filter));
    }
    try {
      return new DatasetReader(files, options.build(), allocator);
    } catch (IOException | RuntimeException e) {
      throw ReadFailure.of(files.get(0), e);
    }
  }

  private static long rowBytes(List<ParquetFile> files, List<String> columns) {
    long bytes = columns.size() * VALUE_BYTES_EXPECTED;
    for (ParquetFile file : files) {
      if (file.footer() != null) {
        bytes = Math.max(bytes, file.footer().sizes().rowBytes(columns));
      }
    }
    return bytes;
  }

  @Override
  public VectorSchemaRoot root() {
    return root;
  }

  @Override
  public boolean ownsMemory() {
    return false;
  }

  @Override
  public int fileIndex() {
    return fileIndex;
  }

  @Override
  public boolean next() {
    try {
      while (loadNext()) {
        if (root.getRowCount() > 0) {
          count(root.getRowCount());
          return true;
        }
      }
    } catch (IOException | RuntimeException e) {
      throw ReadFailure.of(currentFile(), e);
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
    ReadFailure.closeAll(opened, files.get(0));
  }

  private <T extends AutoCloseable> T push(T resource) {
    opened.push(resource);
    return resource;
  }
}

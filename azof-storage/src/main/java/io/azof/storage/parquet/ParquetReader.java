package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.dataset.scanner.Scanner;
import org.apache.arrow.dataset.source.Dataset;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * One Parquet file as Arrow batches, in the order of the file. Decoding runs ahead on native
 * threads, in native memory that no allocator counts until a batch arrives.
 */
public final class ParquetReader implements AutoCloseable {
  private final String label;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final ArrowReader batches;
  private final VectorSchemaRoot root;
  private long rows;

  private ParquetReader(Path file, String label, ScanOptions options, BufferAllocator allocator)
      throws IOException {
    this.label = label;
    try {
      FileSystemDatasetFactory factory =
          push(
              new FileSystemDatasetFactory(
                  allocator,
                  NativeMemoryPool.getDefault(),
                  FileFormat.PARQUET,
                  file.toUri().toString()));
      Dataset dataset = push(factory.finish());
      Scanner scanner = push(dataset.newScan(options));
      this.batches = push(scanner.scanBatches());
      this.root = batches.getVectorSchemaRoot();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens a file; the receiver closes the reader.
   *
   * @param label what to call the file in an error
   * @param columns the columns to read, at least one
   * @param boundMillis when present, only rows with {@code event_time} at or before it are read;
   *     {@code event_time} must be the file's second column
   * @param batchRows the most rows that a batch has
   * @throws AzofException {@code DATA_FILE_CORRUPT} when the file cannot be read as Parquet
   */
  public static ParquetReader open(
      Path file,
      String label,
      List<String> columns,
      OptionalLong boundMillis,
      int batchRows,
      BufferAllocator allocator) {
    ScanOptions.Builder options =
        new ScanOptions.Builder(batchRows).columns(Optional.of(columns.toArray(String[]::new)));
    boundMillis.ifPresent(bound -> options.substraitFilter(EventTimeFilter.encode(bound)));
    try {
      return new ParquetReader(file, label, options.build(), allocator);
    } catch (IOException | RuntimeException e) {
      throw failed(label, e);
    }
  }

  /** The vectors of the current batch; their buffers may be transferred away. */
  public VectorSchemaRoot root() {
    return root;
  }

  /** The rows of all batches so far. */
  public long rows() {
    return rows;
  }

  /**
   * Loads the next batch into {@link #root}.
   *
   * @return false at the end of the file
   * @throws AzofException {@code DATA_FILE_CORRUPT} when a page cannot be decoded
   */
  public boolean next() {
    try {
      while (batches.loadNextBatch()) {
        if (root.getRowCount() > 0) {
          rows += root.getRowCount();
          return true;
        }
      }
      return false;
    } catch (IOException | RuntimeException e) {
      throw failed(label, e);
    }
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failure = failure == null ? failed(label, e) : failure;
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

  private static AzofException failed(String label, Exception e) {
    if (e instanceof OutOfMemoryException) {
      return new AzofException(
          ErrorCode.LIMIT_REACHED, "Reading " + label + " takes more memory than is allowed", e);
    }
    String reason =
        e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("");
    return new AzofException(
        ErrorCode.DATA_FILE_CORRUPT, "Cannot read " + label + ": " + reason, e);
  }
}

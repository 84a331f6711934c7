package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of files as batches, in their order, one file after the other; a batch may span two.
 * What cannot be imported goes to the {@link Rejects}. Memory is bounded by a batch, and in Parquet
 * files by what decodes ahead.
 *
 * <p>One thread reads at a time; any may ask for the {@link #progress}.
 */
public final class ImportReader extends ArrowReader {
  private static final int BATCH_ROWS = 16_384;
  private static final long BATCH_BYTES = 8 << 20;

  /** How many rows are added before their bytes are counted. */
  private static final int ROWS_BETWEEN_COUNTS = 16;

  private final List<InputFile> files;
  private final ImportLayout layout;
  private final Rejects rejects;
  private final long bytesTotal;
  private @Nullable ImportBatch batch;
  private @Nullable InputRows rows;
  private int fileIndex;
  private long bytesBefore;
  private long rowsPassedOn;
  private long rejected;
  private @Nullable RejectedRow firstRejected;
  private volatile ImportProgress progress;

  private ImportReader(
      List<InputFile> files, ImportLayout layout, Rejects rejects, BufferAllocator allocator) {
    super(allocator);
    this.files = files;
    this.layout = layout;
    this.rejects = rejects;
    this.bytesTotal = files.stream().mapToLong(InputFile::bytes).sum();
    this.progress = new ImportProgress(0, bytesTotal, 0, 0);
  }

  static ImportReader open(
      List<InputFile> files, ImportLayout layout, Rejects rejects, BufferAllocator parent) {
    return new ImportReader(
        files, layout, rejects, parent.newChildAllocator("import", 0, Long.MAX_VALUE));
  }

  /** How far the last batch has come. From any thread. */
  public ImportProgress progress() {
    return progress;
  }

  /**
   * Loads the next batch, never an empty one. When more rows were rejected than are allowed, no
   * further batch comes, but all rows are still looked at, so that the rejects are complete.
   *
   * @return false behind the last row
   * @throws AzofException {@code ARGUMENT_INVALID} for too many rejected rows and for a file that
   *     cannot be read on, {@code DATA_FILE_CORRUPT} for a damaged Parquet file, {@code
   *     STORE_FAILED}, {@code LIMIT_REACHED}
   */
  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    try {
      ImportBatch target = batch();
      int count = fill(target);
      target.end(count);
      rowsPassedOn += count;
      requireFewRejects();
      note();
      return count > 0;
    } catch (OutOfMemoryException e) {
      throw new AzofException(
          ErrorCode.LIMIT_REACHED, "The import takes more memory than is allowed", e);
    }
  }

  private ImportBatch batch() throws IOException {
    if (batch == null) {
      batch = new ImportBatch(getVectorSchemaRoot(), layout.table());
    }
    return batch;
  }

  private int fill(ImportBatch target) {
    target.start(BATCH_ROWS);
    int row = 0;
    while (row < BATCH_ROWS && !isFull(target, row)) {
      InputRows current = nextRow(target);
      if (current == null) {
        break;
      }
      String fault = current.set(row);
      if (fault != null) {
        target.forget(row);
        reject(current, fault);
      } else {
        row++;
      }
      if (rejected > layout.options().rejectsMax()) {
        passRest(target);
        return 0;
      }
    }
    return row;
  }

  /** Looks at all further rows for the sake of the rejects; what is set is not used. */
  private void passRest(ImportBatch target) {
    long looked = 0;
    InputRows current = nextRow(target);
    while (current != null) {
      target.forget(0);
      String fault = current.set(0);
      if (fault != null) {
        reject(current, fault);
      }
      if (++looked % BATCH_ROWS == 0) {
        note();
      }
      current = nextRow(target);
    }
  }

  private static boolean isFull(ImportBatch target, int row) {
    return row % ROWS_BETWEEN_COUNTS == 0 && target.textBytes(row) >= BATCH_BYTES;
  }

  /** The rows of the file that has the next one, which is at it; null when there is none. */
  private @Nullable InputRows nextRow(ImportBatch target) {
    while (true) {
      if (rows == null) {
        if (fileIndex == files.size()) {
          return null;
        }
        rows = openRows(files.get(fileIndex), target);
      }
      if (rows.next()) {
        return rows;
      }
      rows.close();
      rows = null;
      bytesBefore += files.get(fileIndex).bytes();
      fileIndex++;
    }
  }

  private InputRows openRows(InputFile file, ImportBatch target) {
    return file.isParquet()
        ? ParquetRows.open(file, layout, target, allocator)
        : CsvRows.open(file, layout, target);
  }

  private void reject(InputRows current, String fault) {
    RejectedRow row =
        new RejectedRow(files.get(fileIndex).name(), current.line(), fault, current.text());
    rejected++;
    if (firstRejected == null) {
      firstRejected = row;
    }
    rejects.add(row);
  }

  private void note() {
    long bytes = bytesBefore + (rows == null ? 0 : rows.bytesPassed());
    progress = new ImportProgress(bytes, bytesTotal, rowsPassedOn, rejected);
  }

  private void requireFewRejects() {
    if (rejected > layout.options().rejectsMax()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          rejected == 1
              ? "A row cannot be imported: " + firstRejected
              : rejected + " rows cannot be imported; the first is " + firstRejected);
    }
  }

  @Override
  public long bytesRead() {
    return progress.bytesRead();
  }

  @Override
  protected void closeReadSource() {
    try {
      if (rows != null) {
        rows.close();
      }
    } finally {
      rows = null;
      allocator.close();
    }
  }

  @Override
  protected Schema readSchema() {
    return layout.arrowSchema();
  }
}

package io.azof.storage.scan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Carries a {@link ScanPlan} out: the newest row of each key at or before the asked time.
 *
 * <p>First the held files are read whole; their winners are held. Then the largest base streams by:
 * a row that a held one beats is dropped, and the other way round. Last the held rows follow that
 * nothing has beaten. Memory is bounded by the held files.
 *
 * <p>One thread reads; any thread may close, which waits at most for the batch that is being made.
 */
public final class ScanReader extends ArrowReader {
  private final Schema schema;
  private final MergeOnRead merge;
  private final ScanFiles files;
  private volatile boolean closing;
  private @Nullable AzofException failure;
  private boolean closed;

  private ScanReader(Schema schema, MergeOnRead merge, ScanFiles files, BufferAllocator allocator) {
    super(allocator);
    this.schema = schema;
    this.merge = merge;
    this.files = files;
  }

  /**
   * Opens the reader of a plan; the receiver closes it. Nothing is read before the first batch.
   *
   * @param files where the plan's files are; the reader closes them with itself
   * @param facts what is known about their keys
   * @param parent where the memory is taken from, in a child named "scan"
   */
  public static ScanReader open(
      ScanPlan plan, TableSchema table, ScanFiles files, KeyFacts facts, BufferAllocator parent) {
    Schema schema = ArrowColumns.schema(table, plan.columns());
    BufferAllocator allocator = parent.newChildAllocator("scan", 0, Long.MAX_VALUE);
    return new ScanReader(schema, new MergeOnRead(plan, files, facts, allocator), files, allocator);
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }

  /**
   * Loads the next batch, never an empty one. A reader that has failed fails again.
   *
   * @return false when the state is complete
   */
  @Override
  public synchronized boolean loadNextBatch() {
    if (failure != null) {
      throw failure;
    }
    try {
      return load();
    } catch (AzofException e) {
      failure = e;
      throw e;
    }
  }

  private boolean load() {
    requireOpen();
    try {
      prepareLoadNextBatch();
      VectorSchemaRoot root = getVectorSchemaRoot();
      List<FieldVector> targets = root.getFieldVectors();
      int rows = merge.next(targets, this::requireOpen);
      root.setRowCount(rows);
      return rows > 0;
    } catch (OutOfMemoryException e) {
      throw new AzofException(
          ErrorCode.LIMIT_REACHED, "The scan takes more memory than is allowed", e);
    } catch (OutOfMemoryError e) { // an array of the hash table; the heap itself is sound
      throw new AzofException(
          ErrorCode.LIMIT_REACHED,
          "The scan holds more rows of later files than fit in Java's heap; raise -Xmx",
          e);
    } catch (IOException e) {
      throw new AzofException(ErrorCode.INTERNAL, "The scan failed: " + e.getMessage(), e);
    }
  }

  private void requireOpen() {
    if (closing) {
      throw new AzofException(ErrorCode.CANCELLED, "The scan was closed while it was read");
    }
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  public void close(boolean closeReadSource) {
    closing = true;
    closeOnce();
  }

  private synchronized void closeOnce() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      super.close(true);
    } catch (IOException e) {
      throw new AzofException(ErrorCode.INTERNAL, "The scan did not close: " + e.getMessage(), e);
    }
  }

  @Override
  protected void closeReadSource() {
    try (allocator;
        files) {
      merge.close();
    }
  }
}

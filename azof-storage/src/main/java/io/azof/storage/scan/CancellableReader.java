package io.azof.storage.scan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one thread reads and any thread may close, which waits at most for the batch that is
 * being made. A reader that has failed fails again, so that what it gave never looks whole.
 */
public abstract class CancellableReader extends ArrowReader {
  private final String what;
  private volatile boolean closing;
  private @Nullable RuntimeException failure;
  private boolean closed;

  /**
   * @param what is read, in words for errors: {@code scan}
   * @param allocator of the batches; closing it is left to {@link #closeReadSource}
   */
  protected CancellableReader(String what, BufferAllocator allocator) {
    super(allocator);
    this.what = what;
  }

  /**
   * Makes the next batch.
   *
   * @param batch to fill, but for the number of its rows
   * @return how many rows it has; 0 at the end
   * @throws IOException for a fault of Azof; all else as AzofException
   */
  protected abstract int fill(VectorSchemaRoot batch) throws IOException;

  /**
   * Loads the next batch, never an empty one.
   *
   * @return false at the end
   */
  @Override
  public final synchronized boolean loadNextBatch() {
    if (failure != null) {
      throw failure;
    }
    try {
      return load();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private boolean load() {
    requireOpen();
    try {
      prepareLoadNextBatch();
      VectorSchemaRoot batch = getVectorSchemaRoot();
      int rows = fill(batch);
      batch.setRowCount(rows);
      return rows > 0;
    } catch (OutOfMemoryException e) {
      throw new AzofException(
          ErrorCode.LIMIT_REACHED, "The " + what + " takes more memory than is allowed", e);
    } catch (IOException e) {
      throw new AzofException(ErrorCode.INTERNAL, "The " + what + " failed: " + e.getMessage(), e);
    }
  }

  /**
   * To be asked from time to time while a batch is made.
   *
   * @throws AzofException {@code CANCELLED} once the reader is being closed
   */
  protected final void requireOpen() {
    if (closing) {
      throw new AzofException(ErrorCode.CANCELLED, "The " + what + " was closed while it was read");
    }
  }

  @Override
  public final long bytesRead() {
    return 0;
  }

  /** Makes whatever a batch that is being made waits for end soon; from any thread. */
  protected void stopWaiting() {}

  @Override
  public final void close(boolean closeReadSource) {
    closing = true;
    stopWaiting();
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
      throw new AzofException(
          ErrorCode.INTERNAL, "The " + what + " did not close: " + e.getMessage(), e);
    }
  }
}

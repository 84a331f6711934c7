package io.azof.storage.duckdb;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An input as DuckDB reads it. Keeps what the input throws, because DuckDB tells no more of it than
 * that there was something, and can be stopped from outside; can say whether there are few rows.
 */
final class InputReader extends ArrowReader implements InnerQuery {
  private final ArrowReader rows;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Deque<ArrowRecordBatch> ahead = new ArrayDeque<>();
  private long rowsAhead;
  private long bytesAhead;
  private boolean ended;
  private boolean givesAhead;
  private volatile boolean stopped;

  InputReader(ArrowReader rows, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
  }

  /** The first thing that the input threw; empty as long as it did not. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  @Override
  public void start() throws IOException {
    if (rows instanceof InnerQuery source) {
      kept(
          () -> {
            source.start();
            return true;
          });
    }
  }

  /**
   * Reads until there are more rows than that, or no more. What is read comes when batches are
   * asked for.
   *
   * @return whether those are all rows
   */
  boolean readAhead(long rowsMax) throws IOException {
    while (!ended && rowsAhead <= rowsMax) {
      if (loadFromSource()) {
        addAhead(rows.getVectorSchemaRoot());
      } else {
        ended = true;
      }
    }
    return ended && rowsAhead <= rowsMax;
  }

  private void addAhead(VectorSchemaRoot batch) {
    ArrowRecordBatch buffers = new VectorUnloader(batch).getRecordBatch();
    ahead.add(buffers);
    rowsAhead += batch.getRowCount();
    bytesAhead += buffers.computeBodyLength();
  }

  /** How many rows were read ahead. */
  long rowsAhead() {
    return rowsAhead;
  }

  /** How many bytes were read ahead. */
  long bytesAhead() {
    return bytesAhead;
  }

  /** Makes the next call for a batch fail, and one that waits for rows that can be stopped. */
  @Override
  public void stop() {
    stopped = true;
    if (rows instanceof InnerQuery source) {
      source.stop();
    }
  }

  @Override
  public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
    return givesAhead ? super.getVectorSchemaRoot() : kept(rows::getVectorSchemaRoot);
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    ArrowRecordBatch next = ahead.poll();
    givesAhead = next != null;
    if (next == null) {
      return !ended && loadFromSource();
    }
    prepareLoadNextBatch();
    loadRecordBatch(next); // which closes it
    return true;
  }

  private boolean loadFromSource() throws IOException {
    return kept(
        () -> {
          if (stopped) {
            throw new AzofException(ErrorCode.CANCELLED, "The query was cancelled");
          }
          return rows.loadNextBatch();
        });
  }

  @Override
  public Map<Long, Dictionary> getDictionaryVectors() throws IOException {
    return rows.getDictionaryVectors();
  }

  @Override
  public @Nullable Dictionary lookup(long id) {
    return rows.lookup(id);
  }

  @Override
  public Set<Long> getDictionaryIds() {
    return rows.getDictionaryIds();
  }

  @Override
  public long bytesRead() {
    return rows.bytesRead();
  }

  /** DuckDB closes an input that it has read; the query closes them all once more. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      ahead.forEach(ArrowRecordBatch::close);
      ahead.clear();
      super.close(false);
      kept(
          () -> {
            rows.close();
            return true;
          });
    }
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() throws IOException {
    return rows.getVectorSchemaRoot().getSchema();
  }

  private <T> T kept(Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  private interface Step<T> {
    T run() throws IOException;
  }
}

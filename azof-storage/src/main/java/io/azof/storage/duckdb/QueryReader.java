package io.azof.storage.duckdb;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.StatementReturnType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query. It runs from the first call that needs it on, so that it can be cancelled
 * from then on: {@link #close} is for any thread at any time.
 */
final class QueryReader extends ArrowReader implements InnerQuery {
  private static final long INTERRUPT_INTERVAL_MILLIS = 10;

  private final DuckDbSettings settings;
  private final Query query;

  /** Held by whoever reads or closes. */
  private final ReentrantLock lock = new ReentrantLock();

  /** That may run it. */
  private Instances instances;

  private volatile boolean cancelled;
  private volatile BoundQuery bound;
  private @Nullable ArrowReader batches;
  private boolean firstIsNext;
  private boolean hasFirst;
  private @Nullable AzofException failure;
  private boolean closed;

  private QueryReader(
      Instances instances,
      DuckDbSettings settings,
      Query query,
      BufferAllocator allocator,
      BoundQuery bound) {
    super(allocator);
    this.instances = instances;
    this.settings = settings;
    this.query = query;
    this.bound = bound;
  }

  /** Opens the inputs, but does not read them yet. */
  static QueryReader open(
      Instances instances, DuckDbSettings settings, Query query, BufferAllocator parent) {
    BufferAllocator allocator = parent.newChildAllocator("duckdb query", 0, Long.MAX_VALUE);
    try {
      return new QueryReader(
          instances,
          settings,
          query,
          allocator,
          BoundQuery.open(instances, allocator, query, StatementReturnType.QUERY_RESULT));
    } catch (RuntimeException e) {
      allocator.close();
      throw DuckDbErrors.of(e, settings);
    } catch (Error e) {
      allocator.close();
      throw e;
    }
  }

  @Override
  public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
    return read(ArrowReader::getVectorSchemaRoot);
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    return read(
        rows -> {
          if (firstIsNext) {
            firstIsNext = false;
            return hasFirst;
          }
          return load(rows);
        });
  }

  private boolean load(ArrowReader rows) throws IOException {
    boolean more = rows.loadNextBatch();
    if (!more && bound.inputFailure().isPresent()) {
      throw new IOException("the rows end where an input failed");
    }
    return more;
  }

  private <T> T read(Step<T> step) throws IOException {
    lock.lock();
    try {
      if (closed || cancelled) {
        throw DuckDbErrors.cancelled(null);
      }
      if (failure != null) {
        throw failure;
      }
      try {
        return step.on(batches == null ? run() : batches);
      } catch (IOException | RuntimeException e) {
        failure = explained(e);
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs the query up to its first batch. One that turns out to need more memory than the instance
   * for few rows has left is run again by the other one: nobody has seen a row yet.
   */
  private ArrowReader run() throws IOException {
    try {
      return runBound();
    } catch (SQLException | IOException | RuntimeException e) {
      boolean isSmall = bound.isSmall();
      AzofException reason = explained(e);
      if (!isSmall || cancelled || reason.code() != ErrorCode.LIMIT_REACHED) {
        throw reason;
      }
    }
    instances = instances.withoutSmall();
    bindAgain();
    try {
      return runBound();
    } catch (SQLException e) {
      throw explained(e);
    }
  }

  private void bindAgain() throws IOException {
    ArrowReader unread = batches;
    batches = null;
    try {
      if (unread != null) {
        unread.close();
      }
    } finally {
      bound.close();
    }
    bound = BoundQuery.open(instances, allocator, query, StatementReturnType.QUERY_RESULT);
  }

  private ArrowReader runBound() throws SQLException, IOException {
    ArrowReader opened = bound.openBatches();
    batches = opened;
    hasFirst = load(opened);
    firstIsNext = true;
    return opened;
  }

  private AzofException explained(Exception e) {
    if (cancelled) {
      return DuckDbErrors.cancelled(e);
    }
    Optional<Throwable> ofInput = bound.inputFailure();
    if (ofInput.isPresent()) {
      return DuckDbErrors.ofInput(ofInput.get());
    }
    return DuckDbErrors.isUnknown(e) ? explainedByRunningAgain(e) : DuckDbErrors.of(e, settings);
  }

  private AzofException explainedByRunningAgain(Exception unknown) {
    try {
      bindAgain();
      bound.run();
    } catch (SQLException | IOException | RuntimeException e) {
      if (cancelled) {
        return DuckDbErrors.cancelled(e);
      }
      return bound
          .inputFailure()
          .map(DuckDbErrors::ofInput)
          .orElseGet(() -> DuckDbErrors.of(e, settings));
    }
    return new AzofException(
        ErrorCode.INTERNAL, "The query failed once for an unknown reason; try again", unknown);
  }

  @Override
  public void stop() {
    cancelled = true;
    bound.interrupt();
  }

  /**
   * Ends the query, whatever it is doing and whichever thread reads it, and gives back all memory.
   * The reading thread gets {@code CANCELLED}.
   */
  @Override
  public void close() throws IOException {
    cancelled = true;
    lockInterrupting();
    try {
      if (!closed) {
        closed = true;
        closeAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void lockInterrupting() {
    boolean interrupted = false;
    boolean locked = lock.tryLock();
    while (!locked) {
      bound.interrupt();
      try {
        locked = lock.tryLock(INTERRUPT_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() throws IOException {
    try {
      AutoCloseables.close(batches, bound, allocator);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public Map<Long, Dictionary> getDictionaryVectors() throws IOException {
    return read(ArrowReader::getDictionaryVectors);
  }

  @Override
  public @Nullable Dictionary lookup(long id) {
    return batches == null ? null : batches.lookup(id);
  }

  @Override
  public Set<Long> getDictionaryIds() {
    return batches == null ? Set.of() : batches.getDictionaryIds();
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() throws IOException {
    return getVectorSchemaRoot().getSchema();
  }

  private interface Step<T> {
    T on(ArrowReader rows) throws IOException;
  }
}

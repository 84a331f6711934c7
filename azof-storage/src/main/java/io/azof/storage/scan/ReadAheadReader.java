package io.azof.storage.scan;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The batches of another reader, a few of which a thread of its own reads ahead. The other reader
 * is closed with this one. No value is copied.
 */
public final class ReadAheadReader extends CancellableReader {
  /** Enough for either side to go on while the other one makes a batch. */
  private static final int BATCHES_AHEAD_MAX = 8;

  private final ArrowReader source;
  private final Object turn = new Object();
  private final Deque<ArrowRecordBatch> ahead = new ArrayDeque<>();
  private @Nullable Thread thread;
  private @Nullable Throwable failure;
  private boolean isAtEnd;
  private boolean isStopped;

  /**
   * Takes a reader over; nothing is read yet.
   *
   * @param source each batch of it has buffers of its own
   * @param allocator where vectors, but not their values, are taken from
   */
  public ReadAheadReader(ArrowReader source, BufferAllocator allocator) {
    super("reading ahead", allocator);
    this.source = source;
  }

  /**
   * Begins to read, if that is not done yet.
   *
   * @throws IOException what the source throws
   */
  public void start() throws IOException {
    synchronized (turn) {
      if (thread == null && !isStopped) {
        // here, because two threads that both were the first to ask would get a root each
        VectorSchemaRoot batch = source.getVectorSchemaRoot();
        Thread reading = new Thread(() -> readAhead(batch), "azof-read-ahead");
        reading.setDaemon(true);
        thread = reading;
        reading.start();
      }
    }
  }

  private void readAhead(VectorSchemaRoot batch) {
    @Nullable Throwable reason = null;
    try {
      VectorUnloader unloader = new VectorUnloader(batch);
      while (awaitRoom() && source.loadNextBatch()) {
        add(unloader.getRecordBatch());
      }
    } catch (IOException | RuntimeException | Error e) {
      reason = e;
    }
    synchronized (turn) {
      isAtEnd = true;
      failure = reason;
      turn.notifyAll();
    }
  }

  private boolean awaitRoom() throws IOException {
    synchronized (turn) {
      awaitUntil(() -> isStopped || ahead.size() < BATCHES_AHEAD_MAX);
      return !isStopped;
    }
  }

  private void add(ArrowRecordBatch batch) {
    synchronized (turn) {
      ahead.add(batch);
      turn.notifyAll();
    }
  }

  @Override
  protected int fill(VectorSchemaRoot batch) throws IOException {
    start();
    int rows = 0;
    boolean isMore = true;
    while (isMore && rows == 0) {
      try (ArrowRecordBatch next = next()) {
        isMore = next != null;
        if (next != null) {
          new VectorLoader(batch).load(next);
          rows = next.getLength();
        }
      }
    }
    return rows;
  }

  /** The next batch, which the receiver closes; null at the end. */
  private @Nullable ArrowRecordBatch next() throws IOException {
    synchronized (turn) {
      awaitUntil(() -> isStopped || isAtEnd || !ahead.isEmpty());
      requireOpen();
      ArrowRecordBatch next = ahead.poll();
      turn.notifyAll();
      if (next == null && failure != null) {
        rethrow(failure);
      }
      return next;
    }
  }

  private static void rethrow(Throwable failure) throws IOException {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw (IOException) failure;
  }

  private void awaitUntil(BooleanSupplier isMet) throws IOException {
    try {
      while (!isMet.getAsBoolean()) {
        turn.wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  protected void stopWaiting() {
    synchronized (turn) {
      isStopped = true;
      turn.notifyAll();
    }
  }

  @Override
  protected Schema readSchema() throws IOException {
    return source.getVectorSchemaRoot().getSchema();
  }

  /** Waits for the batch that is being read ahead. */
  @Override
  protected void closeReadSource() throws IOException {
    awaitThread();
    ahead.forEach(ArrowRecordBatch::close);
    ahead.clear();
    source.close();
  }

  private void awaitThread() {
    Thread reading;
    synchronized (turn) {
      reading = thread;
    }
    boolean interrupted = false;
    while (reading != null && reading.isAlive()) {
      try {
        reading.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.azof.server;

import io.azof.sql.PreparedQuery;
import io.azof.storage.model.Traffic;
import io.azof.storage.scan.ForeseenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A statement whose result a test makes up, where no real one can be told to misbehave. */
final class GeneratedQuery implements PreparedQuery {
  /** Fills the batch of that number; false when there is none. */
  interface Batches {
    boolean fill(VectorSchemaRoot root, int number) throws InterruptedException;
  }

  private final String sql;
  private final Schema schema;
  private final Schema parameterSchema;
  private final Batches batches;
  private final AtomicInteger openReaders = new AtomicInteger();
  private long foreseenRows;
  private final List<List<@Nullable Object>> runs = new CopyOnWriteArrayList<>();

  GeneratedQuery(Schema schema, Batches batches) {
    this(schema, new Schema(List.of()), batches);
  }

  GeneratedQuery(String sql, Schema schema, Batches batches) {
    this(sql, schema, new Schema(List.of()), batches);
  }

  GeneratedQuery(Schema schema, Schema parameterSchema, Batches batches) {
    this("generated", schema, parameterSchema, batches);
  }

  private GeneratedQuery(String sql, Schema schema, Schema parameterSchema, Batches batches) {
    this.sql = sql;
    this.schema = schema;
    this.parameterSchema = parameterSchema;
    this.batches = batches;
  }

  /** Its readers say that they read so many rows of files. */
  GeneratedQuery foreseen(long rows) {
    foreseenRows = rows;
    return this;
  }

  /** How many readers were opened and not closed. */
  int openReaders() {
    return openReaders.get();
  }

  /** The values with which it was run so far. */
  List<List<@Nullable Object>> runs() {
    return runs;
  }

  @Override
  public String sql() {
    return sql;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Schema parameterSchema() {
    return parameterSchema;
  }

  @Override
  public ArrowReader openReader(
      BufferAllocator parent, List<@Nullable Object> parameters, Consumer<Traffic> traffic) {
    runs.add(new ArrayList<>(parameters));
    openReaders.incrementAndGet();
    return new Reader(parent.newChildAllocator("generated", 0, Long.MAX_VALUE));
  }

  /** As readers should be: closing it interrupts the thread that loads, and waits for it. */
  private final class Reader extends ArrowReader implements ForeseenReader {
    private int number;
    private boolean closed;
    private volatile boolean closing;
    private volatile @Nullable Thread loading;

    private Reader(BufferAllocator allocator) {
      super(allocator);
    }

    @Override
    public synchronized boolean loadNextBatch() throws java.io.IOException {
      VectorSchemaRoot root = getVectorSchemaRoot();
      root.clear();
      loading = Thread.currentThread();
      try {
        return !closing && batches.fill(root, number++);
      } catch (InterruptedException e) {
        throw new IllegalStateException("closed while loading", e);
      } finally {
        loading = null;
      }
    }

    @Override
    public void close(boolean closeReadSource) throws java.io.IOException {
      closing = true;
      Thread thread = loading;
      if (thread != null) {
        thread.interrupt();
      }
      closeOnce();
    }

    private synchronized void closeOnce() throws java.io.IOException {
      if (!closed) {
        closed = true;
        super.close(true);
        openReaders.decrementAndGet();
      }
    }

    @Override
    public long foreseenRows() {
      return foreseenRows;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {
      allocator.close();
    }

    @Override
    protected Schema readSchema() {
      return schema;
    }
  }
}

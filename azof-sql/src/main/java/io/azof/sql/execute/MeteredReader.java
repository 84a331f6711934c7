package io.azof.sql.execute;

import io.azof.storage.duckdb.InnerQuery;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** The batches of another reader, which are counted. The other reader is closed with this one. */
final class MeteredReader extends ArrowReader implements InnerQuery {
  private final ArrowReader source;
  private final StepMeter meter;

  /**
   * @param source gives the reader that is taken over; the time that it takes counts
   */
  MeteredReader(Supplier<ArrowReader> source, StepMeter meter, BufferAllocator allocator) {
    super(allocator);
    long start = System.nanoTime();
    this.source = source.get();
    this.meter = meter;
    meter.add(System.nanoTime() - start);
  }

  @Override
  public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
    return source.getVectorSchemaRoot();
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    long start = System.nanoTime();
    boolean more = source.loadNextBatch();
    meter.add(System.nanoTime() - start);
    if (more) {
      meter.add(source.getVectorSchemaRoot());
    }
    return more;
  }

  @Override
  public void start() throws IOException {
    if (source instanceof InnerQuery rows) {
      long start = System.nanoTime();
      rows.start();
      meter.add(System.nanoTime() - start);
    }
  }

  @Override
  public void stop() {
    if (source instanceof InnerQuery rows) {
      rows.stop();
    }
  }

  @Override
  public long bytesRead() {
    return source.bytesRead();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() throws IOException {
    return source.getVectorSchemaRoot().getSchema();
  }
}

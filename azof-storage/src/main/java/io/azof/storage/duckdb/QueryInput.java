package io.azof.storage.duckdb;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A table of a query. One input can be scanned once, so a query that scans the same data twice has
 * two inputs.
 */
@FunctionalInterface
public interface QueryInput {

  /**
   * Opens the rows from the first one on; the query closes the reader. Called once for a query, and
   * a second time, for the same rows, only when the query has failed and the reason must be found.
   *
   * <p>The rows have at least one column. Each batch must have buffers of its own, as {@link
   * org.apache.arrow.vector.VectorLoader} and {@code allocateNew} give them: a batch is still in
   * use when the next one is loaded. The reader is used by one thread at a time, not always the
   * same.
   *
   * @param allocator where the batches' memory is taken from
   */
  ArrowReader openReader(BufferAllocator allocator);
}

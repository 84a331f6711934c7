package io.azof.storage.merge;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rows in batches, sorted by key, ascending by its bytes, then by event time, newest first. The
 * columns {@code key} and {@code event_time} are there, then others, at last perhaps {@code _seq}
 * and {@code _deleted}.
 */
public interface SourceRows extends AutoCloseable {

  /**
   * Loads the next batch into {@link #root}, never an empty one.
   *
   * @return false at the end
   * @throws io.azof.error.AzofException when the rows cannot be read; an end without one is the end
   */
  boolean next();

  /** The current batch, whose buffers may be transferred away. */
  VectorSchemaRoot root();

  @Override
  void close();
}

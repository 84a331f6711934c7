package io.azof.storage.scan;

import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Finds out which rows are in the state. First rows are held; then those of the largest base stream
 * by, and compete with them; of the held rows those remain that have won.
 */
interface Merge extends AutoCloseable {
  /**
   * Takes a batch, which {@link #close} closes, whether this throws or not.
   *
   * @param file the file's place among those that are held; the batches of one file come in order
   */
  void hold(HeldBatch batch, int file);

  /**
   * The rows of a batch of the base that are in the state, until the next call. It may take further
   * rows to hold.
   */
  RowRuns choose(VectorSchemaRoot batch, StreamedBase base);

  /** All batches that were held, the rows chosen that are in the state. After the last batch. */
  List<HeldBatch> remaining();

  @Override
  void close();
}

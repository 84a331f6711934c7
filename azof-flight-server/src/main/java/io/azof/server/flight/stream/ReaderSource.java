package io.azof.server.flight.stream;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Something that can be read as Arrow batches, once it is asked for. */
@FunctionalInterface
public interface ReaderSource {
  /**
   * Starts to read; a thread that is interrupted meanwhile ends soon. The receiver closes the
   * reader, from any thread, also while another one waits in {@code loadNextBatch}, which then
   * ends.
   *
   * @param parent where the memory comes from
   */
  ArrowReader openReader(BufferAllocator parent);
}

package io.azof.storage.scan;

/** A reader that tells whether its batches need it no more. */
public interface LastingReader {

  /**
   * Whether the memory of the current batch is that of an allocator and of nothing else, so that
   * who retains it may use it longer than the reader is open. Other memory goes with the reader.
   */
  boolean isBatchLasting();
}

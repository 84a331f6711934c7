package io.azof.storage.parquet;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds what is decoded before somebody wants it. Arrow Dataset decodes 16 batches ahead of the
 * one that is read (scanner.h, kDefaultBatchReadahead), which cannot be set from Java; their rows
 * can. So where rows are wide, or many readers are open in the process, batches have fewer of them.
 */
final class DecodedAhead {
  private static final int BATCHES = 16;
  private static final int BATCH_ROWS_MIN = 2_048;
  private static final long READER_BYTES_MAX = 64L << 20;
  private static final long ALL_BYTES = 256L << 20;

  private static final AtomicInteger READERS = new AtomicInteger();

  private DecodedAhead() {}

  /** A reader has been opened. */
  static void opened() {
    READERS.incrementAndGet();
  }

  /** A reader has been closed. */
  static void closed() {
    READERS.decrementAndGet();
  }

  /**
   * How many rows the batches of the next reader should have.
   *
   * @param rowBytes about what a row takes when it is decoded
   * @param batchRowsMax the most rows that a batch may have
   */
  static int batchRows(long rowBytes, int batchRowsMax) {
    return batchRows(rowBytes, batchRowsMax, READERS.get() + 1);
  }

  static int batchRows(long rowBytes, int batchRowsMax, int readers) {
    long bytes = Math.min(READER_BYTES_MAX, ALL_BYTES / Math.max(1, readers));
    long rows = bytes / BATCHES / Math.max(1, rowBytes);
    return (int) Math.min(batchRowsMax, Math.max(BATCH_ROWS_MIN, rows));
  }
}

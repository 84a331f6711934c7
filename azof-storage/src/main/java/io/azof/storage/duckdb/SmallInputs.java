package io.azof.storage.duckdb;

import java.io.IOException;
import java.util.List;

/** Says of which inputs there are so few rows that threads are not worth their hand-overs. */
final class SmallInputs {
  /** Of all inputs multiplied, which is the most that a join of them can have. */
  static final long ROWS_MAX = 16_384;

  /** Of those rows. */
  private static final long BYTES_MAX = 4L << 20;

  /** What a query of such inputs may come to need: its input, as much for what it makes of it. */
  static final long QUERY_BYTES = 2 * BYTES_MAX;

  private SmallInputs() {}

  /**
   * Whether all inputs are small together. Reads each until it is known; the inputs keep what was
   * read.
   */
  static boolean areAll(List<InputReader> inputs) throws IOException {
    long rows = 1;
    for (InputReader input : inputs) {
      if (!input.readAhead(ROWS_MAX / rows)) {
        return false;
      }
      rows *= Math.max(1, input.rowsAhead());
    }
    long bytes = 0;
    for (InputReader input : inputs) {
      bytes += input.bytesAhead() / Math.max(1, input.rowsAhead()) * rows;
    }
    return bytes <= BYTES_MAX;
  }
}

package io.azof.storage.ingest;

import org.jspecify.annotations.Nullable;

/** The rows of one file, each looked at once. */
interface InputRows extends AutoCloseable {

  /** Goes to the next row; false behind the last one. */
  boolean next();

  /**
   * Sets a row of the batch to this one.
   *
   * @return null when that is done; else why the row is rejected, and what the batch has at that
   *     row is of no use
   */
  @Nullable String set(int row);

  /** See {@link RejectedRow#line}. */
  long line();

  /** See {@link RejectedRow#text}. */
  String text();

  /** About how many bytes of the file have been passed. */
  long bytesPassed();

  @Override
  void close();
}

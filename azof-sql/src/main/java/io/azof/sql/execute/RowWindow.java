package io.azof.sql.execute;

/** Which rows of batches that come one after the other are given: some, after some others. */
final class RowWindow {
  private long toSkip;
  private long toGive;
  private int first;
  private int count;

  /**
   * @param offset how many rows are left out first
   * @param limit the most rows that are given
   */
  RowWindow(long offset, long limit) {
    this.toSkip = offset;
    this.toGive = limit;
  }

  /** All rows. */
  static RowWindow all() {
    return new RowWindow(0, Long.MAX_VALUE);
  }

  /** Whether no further batch is needed. */
  boolean isEnded() {
    return toGive == 0;
  }

  /**
   * Goes on to the next batch.
   *
   * @return whether a row of it is given: {@link #count} rows from {@link #first} on
   */
  boolean take(int rows) {
    first = (int) Math.min(toSkip, rows);
    count = (int) Math.min(toGive, rows - first);
    toSkip -= first;
    toGive -= count;
    return count > 0;
  }

  int first() {
    return first;
  }

  int count() {
    return count;
  }
}

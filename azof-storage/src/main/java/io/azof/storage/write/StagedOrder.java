package io.azof.storage.write;

/** How rows come to a {@link DataFileWriter}, and which of them it keeps. */
public enum StagedOrder {
  /**
   * In any order; they are sorted by (key ascending by its bytes, event time descending). Of
   * several rows of a key and event time the last one given is kept.
   */
  UNSORTED,

  /** As {@link #UNSORTED}, but of several rows of a key and event time the first one is kept. */
  UNSORTED_FIRST_KEPT,

  /**
   * By (key ascending by its bytes, event time descending), no two rows alike in both; anything
   * else is an error.
   */
  SORTED
}

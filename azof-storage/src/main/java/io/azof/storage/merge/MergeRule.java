package io.azof.storage.merge;

/** Which rows of a merge are kept. */
public enum MergeRule {
  /** All, but of the same key and event time only the one with the greatest sequence. */
  EVERY_VERSION,

  /**
   * Of each key only the newest: that with the greatest event time, of equal ones that with the
   * greatest sequence.
   */
  NEWEST
}

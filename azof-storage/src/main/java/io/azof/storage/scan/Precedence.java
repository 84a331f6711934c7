package io.azof.storage.scan;

/**
 * Which of two rows of a key is in the state: the one with the greater event time; of the same
 * event time the one whose file has the lower rank. Of the same file the earlier row is, which is
 * the order that rows are met in, so that a row has to be newer to win over an earlier one.
 */
final class Precedence {
  private Precedence() {}

  /** Whether a row wins over another one of its key that came before it. */
  static boolean isNewer(long eventTimeMillis, int rank, long otherEventTimeMillis, int otherRank) {
    return eventTimeMillis > otherEventTimeMillis
        || (eventTimeMillis == otherEventTimeMillis && rank < otherRank);
  }
}

package io.azof.storage.scan;

/**
 * Which of two rows of a key wins: the one with the greater event time; of the same event time the
 * one with the greater sequence; of the same sequence the one whose file has the lower rank. Of the
 * same file the earlier row does, which is the order that rows are met in, so that a row has to be
 * newer to win over an earlier one.
 */
final class Precedence {
  private Precedence() {}

  /** Whether a row wins over another one of its key that came before it. */
  static boolean isNewer(
      long eventTimeMillis,
      long sequence,
      int rank,
      long otherEventTimeMillis,
      long otherSequence,
      int otherRank) {
    if (eventTimeMillis != otherEventTimeMillis) {
      return eventTimeMillis > otherEventTimeMillis;
    }
    return sequence == otherSequence ? rank < otherRank : sequence > otherSequence;
  }
}

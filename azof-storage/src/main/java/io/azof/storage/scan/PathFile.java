package io.azof.storage.scan;

/**
 * A data file that hangs on T's path from the root to the leaf.
 *
 * @param name its name within the table's folder
 * @param segmentId the segment that it hangs on
 * @param rank its place in the order of precedence among rows of the same key and event time: the
 *     lower rank wins; docs/FORMAT.md, Ties
 */
public record PathFile(String name, Role role, String segmentId, int rank) {

  /** What a file is for its segment. */
  public enum Role {
    /** The state at the segment's start. */
    BASE,
    /** What happened within the segment. */
    DELTA;

    /** The word for it in a printed plan. */
    public String word() {
      return this == BASE ? "base" : "delta";
    }
  }
}

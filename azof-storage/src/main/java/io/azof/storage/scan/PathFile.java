package io.azof.storage.scan;

import io.azof.storage.model.DataFile;

/**
 * A data file that hangs on T's path from the root to the leaf.
 *
 * @param name its name within the table's folder
 * @param segmentId the segment that it hangs on
 * @param rank its place in the order of precedence among rows of the same key, event time and
 *     sequence: the lower rank wins; docs/FORMAT.md, Ties
 * @param minSequence the least sequence of its rows
 * @param maxSequence the greatest sequence of its rows
 * @param hasDeletes whether it has tombstones, and so the column that says which rows are
 */
public record PathFile(
    String name,
    Role role,
    String segmentId,
    int rank,
    long minSequence,
    long maxSequence,
    boolean hasDeletes) {

  /** A file of which the snapshot says nothing, as in version 1 of the format. */
  public PathFile(String name, Role role, String segmentId, int rank) {
    this(name, role, segmentId, rank, 0, 0, false);
  }

  static PathFile of(DataFile file, Role role, String segmentId, int rank) {
    boolean hasDeletes = file.facts() != null && file.facts().deletes() > 0;
    return new PathFile(
        file.name(), role, segmentId, rank, file.minSequence(), file.maxSequence(), hasDeletes);
  }

  /** Whether its rows differ in their sequences, so that it has a column of them. */
  boolean hasSequences() {
    return minSequence < maxSequence;
  }

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

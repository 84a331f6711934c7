package io.azof.storage.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Where a version of a table comes from.
 *
 * @param tableId given to the table when it was made, and never to another
 * @param parent the version that this one was made from; 0 for the first
 * @param commitId given to this commit, and never to another
 * @param committedAt by the committer's clock, but later than the parent's; whole milliseconds
 * @param operation what was done
 * @param summary figures and words about it, for people
 * @param retainedFrom the oldest version that can be read: this one or one of its ancestors. Older
 *     ones may be gone
 * @param history the nearest ancestors that are retained, the parent first; at most {@link
 *     #HISTORY_MAX}. What is before them stands in the snapshot of the last one
 */
public record Lineage(
    String tableId,
    long parent,
    String commitId,
    Instant committedAt,
    Operation operation,
    Map<String, String> summary,
    long retainedFrom,
    List<Ancestor> history) {

  /** How many ancestors a snapshot lists. */
  public static final int HISTORY_MAX = 100;

  /** A version in the past of another. */
  public record Ancestor(long version, Instant committedAt, Operation operation) {}

  public Lineage {
    summary = Map.copyOf(summary);
    history = List.copyOf(history);
    if (tableId.isBlank() || commitId.isBlank()) {
      throw new IllegalArgumentException("the table or the commit has no id");
    }
    if (parent < 0 || retainedFrom < 1) {
      throw new IllegalArgumentException(
          "the parent is " + parent + ", the oldest retained version " + retainedFrom);
    }
    long younger = parent + 1;
    for (Ancestor ancestor : history) {
      if (ancestor.version() >= younger || ancestor.version() < retainedFrom) {
        throw new IllegalArgumentException(
            "the history lists version " + ancestor.version() + " where it cannot stand");
      }
      younger = ancestor.version();
    }
    if (!history.isEmpty() && history.get(0).version() != parent) {
      throw new IllegalArgumentException(
          "the history starts with " + history.get(0).version() + ", not the parent " + parent);
    }
  }
}

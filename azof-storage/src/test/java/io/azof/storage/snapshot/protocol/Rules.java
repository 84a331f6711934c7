package io.azof.storage.snapshot.protocol;

import java.util.List;
import java.util.Set;

/**
 * The protocol that is explored, and what is to be committed with it.
 *
 * @param flaws what is done wrong; none in the right protocol
 */
record Rules(List<CommitKind> commitsOfA, List<CommitKind> commitsOfB, Set<Flaw> flaws) {
  Rules {
    commitsOfA = List.copyOf(commitsOfA);
    commitsOfB = List.copyOf(commitsOfB);
    flaws = Set.copyOf(flaws);
  }

  boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  List<CommitKind> commitsOf(Writer writer) {
    return writer.name() == 'A' ? commitsOfA : commitsOfB;
  }

  /** The version that everybody takes for the current one. */
  int current(ModelStore store) {
    return has(Flaw.HIGHEST_SNAPSHOT_WINS)
        ? store.snapshots().keySet().stream().mapToInt(v -> v).max().orElse(0)
        : store.pointer();
  }
}

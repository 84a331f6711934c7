package io.azof.storage.format;

import io.azof.storage.model.Snapshot;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a stored snapshot says that its readers must know.
 *
 * @param names of the features that it names
 * @param hidesTree whether its tree is where readers of version 1 do not find it
 */
public record DeclaredFeatures(Set<String> names, boolean hidesTree) {
  public DeclaredFeatures {
    names = Set.copyOf(names);
  }

  /** The features that the snapshot has need of and does not name, in alphabetical order. */
  public Set<String> missing(Snapshot snapshot) {
    Set<String> missing = new TreeSet<>(SnapshotFeatures.of(snapshot));
    missing.removeAll(names);
    return missing;
  }
}

package io.azof.storage.snapshot.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a snapshot object holds.
 *
 * @param parent the version that it follows; 0 for none
 * @param retainedFrom the least version of its chain that is kept
 * @param files the data files that it lists
 * @param chain the attempts that led to it, its own last. The protocol never looks at it: this is
 *     the truth that the properties are checked against
 */
record ModelSnapshot(
    CommitId id,
    int version,
    int parent,
    int retainedFrom,
    Set<FileName> files,
    List<CommitId> chain) {

  /** What a table that does not exist yet is built upon. */
  static final ModelSnapshot NONE =
      new ModelSnapshot(new CommitId('-', 0, 0), 0, 0, 0, Set.of(), List.of());

  ModelSnapshot {
    files = Set.copyOf(files);
    chain = List.copyOf(chain);
  }

  static ModelSnapshot after(
      ModelSnapshot base, CommitId id, int retainedFrom, Set<FileName> files) {
    List<CommitId> chain = new ArrayList<>(base.chain);
    chain.add(id);
    return new ModelSnapshot(id, base.version + 1, base.version, retainedFrom, files, chain);
  }

  ModelSnapshot renumbered(int number) {
    int retained = retainedFrom == version ? number : retainedFrom;
    return new ModelSnapshot(id, number, parent, retained, files, chain);
  }

  /** Of what tells snapshots apart, and quick to compute. */
  @Override
  public int hashCode() {
    return (id.hashCode() * 31 + version) * 31 + parent;
  }

  String object() {
    return "s" + version + ".json";
  }
}

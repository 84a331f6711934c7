package io.azof.storage.maintain;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.format.DeclaredFeatures;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.format.SnapshotJson;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import io.azof.storage.snapshot.SnapshotReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads every version that a table retains, from the current one back through its parents, and
 * notes what is wrong on the way. A version that cannot be read is stepped over where a younger one
 * lists its ancestors.
 */
final class RetainedVersions {
  private final ObjectStore store;
  private final String table;
  private final Faults faults;
  private final List<Snapshot> found = new ArrayList<>();

  /** Older versions that a younger one lists. */
  private final TreeSet<Long> listed = new TreeSet<>();

  private boolean whole = true;

  RetainedVersions(ObjectStore store, String table, Faults faults) {
    this.store = store;
    this.table = table;
    this.faults = faults;
  }

  /**
   * The retained versions that can be read, the current one first; none when it cannot be read.
   *
   * @throws AzofException {@code TABLE_NOT_FOUND}, {@code LAKEHOUSE_NOT_FOUND}, {@code
   *     FORMAT_UNSUPPORTED}
   */
  List<Snapshot> read() {
    long current;
    try {
      current = new SnapshotReader(store).currentNumber(table);
    } catch (AzofException e) {
      requireFault(e);
      faults.add(FaultKind.VERSION_UNREADABLE, 0, ObjectNames.version(table), sentence(e));
      return List.of();
    }
    load(current, "which " + ObjectNames.VERSION + " names")
        .ifPresent(snapshot -> walk(snapshot, retainedFrom(snapshot)));
    return List.copyOf(found);
  }

  /** Whether every version was read. */
  boolean isWhole() {
    return whole;
  }

  static long retainedFrom(Snapshot snapshot) {
    return snapshot.lineage() == null ? snapshot.version() : snapshot.lineage().retainedFrom();
  }

  private void walk(Snapshot current, long oldest) {
    Optional<Snapshot> next = Optional.of(current);
    while (next.isPresent()) {
      Snapshot snapshot = next.get();
      found.add(snapshot);
      Lineage lineage = snapshot.lineage();
      if (lineage != null) {
        lineage.history().stream().map(Ancestor::version).forEach(listed::add);
        listed.add(lineage.parent());
      }
      if (snapshot.version() == oldest) {
        return;
      }
      long parent = lineage == null ? 0 : lineage.parent();
      if (parent < oldest) {
        broken(current, snapshot, oldest);
        return;
      }
      next = load(parent, "the parent of version " + snapshot.version());
      for (Long older = listed.lower(parent);
          next.isEmpty() && older != null && older >= oldest; ) {
        next = load(older, "an ancestor of version " + snapshot.version());
        older = listed.lower(older);
      }
    }
  }

  private void broken(Snapshot current, Snapshot last, long oldest) {
    whole = false;
    faults.add(
        FaultKind.CHAIN_BROKEN,
        last.version(),
        key(last.version()),
        "Version "
            + current.version()
            + " retains versions from "
            + oldest
            + " on, but that is none of its ancestors: they end with "
            + last.version());
  }

  private Optional<Snapshot> load(long version, String role) {
    String key = key(version);
    Optional<StoredObject> object = store.read(key);
    if (object.isEmpty()) {
      whole = false;
      String sentence = "The snapshot of version " + version + ", " + role + ", does not exist";
      faults.add(FaultKind.SNAPSHOT_MISSING, version, key, sentence);
      return Optional.empty();
    }
    try {
      Snapshot snapshot = SnapshotJson.parse(key, version, object.get().content());
      checkFeatures(snapshot, SnapshotJson.declaredFeatures(key, object.get().content()));
      return Optional.of(snapshot);
    } catch (AzofException e) {
      requireFault(e);
      whole = false;
      faults.add(FaultKind.SNAPSHOT_UNREADABLE, version, key, sentence(e));
      return Optional.empty();
    }
  }

  private void checkFeatures(Snapshot snapshot, DeclaredFeatures declared) {
    if (snapshot.lineage() == null) {
      return;
    }
    String key = key(snapshot.version());
    for (String feature : declared.missing(snapshot)) {
      faults.add(
          FaultKind.FEATURE_UNDECLARED,
          snapshot.version(),
          key,
          "The snapshot has need of the feature \"" + feature + "\" but does not name it");
    }
    if (declared.hidesTree() == declared.names().isEmpty()) {
      faults.add(
          FaultKind.TREE_MISPLACED,
          snapshot.version(),
          key,
          declared.hidesTree()
              ? "The snapshot has its segments under \"tree\" but names no features"
              : "The snapshot names features but has its segments where readers of version 1 look");
    }
  }

  /** What is no fault of the table, such as a feature of a later version, ends the check. */
  private static void requireFault(AzofException e) {
    if (e.code() != ErrorCode.METADATA_CORRUPT) {
      throw e;
    }
  }

  private static String sentence(AzofException e) {
    return String.valueOf(e.getMessage());
  }

  private String key(long version) {
    return ObjectNames.snapshot(table, version);
  }
}

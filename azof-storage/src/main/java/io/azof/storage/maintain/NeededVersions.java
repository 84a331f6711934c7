package io.azof.storage.maintain;

import io.azof.storage.model.Lineage;
import io.azof.storage.model.Snapshot;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.snapshot.VersionChain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions whose objects somebody may need.
 *
 * @param retained those that the current version retains, itself first
 * @param inUse older ones that a reader may have opened while they were retained, and may still
 *     read
 */
record NeededVersions(List<Snapshot> retained, List<Snapshot> inUse) {
  NeededVersions {
    retained = List.copyOf(retained);
    inUse = List.copyOf(inUse);
  }

  /**
   * A reader that began at {@code since} or later saw the version that was current then or a newer
   * one, and so can only have opened what one of these retained.
   *
   * @param current the current version
   * @throws io.azof.error.AzofException {@code METADATA_CORRUPT} when a retained version cannot be
   *     read: then nothing is known to be garbage
   */
  static NeededVersions of(
      SnapshotReader snapshots, String table, Snapshot current, Instant since) {
    List<Snapshot> retained = new VersionChain(snapshots, table, current).snapshots().toList();
    List<Snapshot> inUse = new ArrayList<>();
    long oldest = Long.MAX_VALUE;
    boolean isBefore = false;
    for (Snapshot version : retained) {
      oldest = isBefore ? oldest : Math.min(oldest, RetainedVersions.retainedFrom(version));
      isBefore |= isCommittedBy(version, since);
    }
    Optional<Snapshot> next = parent(snapshots, table, retained.get(retained.size() - 1));
    while (next.isPresent() && (!isBefore || next.get().version() >= oldest)) {
      Snapshot version = next.get();
      inUse.add(version);
      oldest = isBefore ? oldest : Math.min(oldest, RetainedVersions.retainedFrom(version));
      isBefore |= isCommittedBy(version, since);
      next = parent(snapshots, table, version);
    }
    return new NeededVersions(retained, inUse);
  }

  private static boolean isCommittedBy(Snapshot version, Instant time) {
    Lineage lineage = version.lineage();
    return lineage == null || !lineage.committedAt().isAfter(time);
  }

  /** Empty as well when an earlier sweep has removed it: then nobody needed it any more. */
  private static Optional<Snapshot> parent(
      SnapshotReader snapshots, String table, Snapshot version) {
    Lineage lineage = version.lineage();
    return lineage == null || lineage.parent() == 0
        ? Optional.empty()
        : snapshots.snapshot(table, lineage.parent());
  }
}

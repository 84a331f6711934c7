package io.azof.storage.maintain;

import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Draft;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.snapshot.VersionChain;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Lets go of the versions that were committed before a time. The current one always stays, and no
 * row, event time or answer of what stays changes.
 *
 * @param olderThan versions that were committed then or later stay
 */
record VersionExpiry(SnapshotReader snapshots, String table, Instant olderThan) implements Change {

  @Override
  public Prepared prepare(Snapshot current) {
    List<Ancestor> retained = new VersionChain(snapshots, table, current).versions().toList();
    long oldest = oldest(retained);
    long expired = retained.stream().filter(version -> version.version() < oldest).count();
    return new MetadataOnly(
        new Draft(
            current.schema(),
            current.segments(),
            current.properties(),
            current.eventTimeFloor(),
            oldest,
            Operation.EXPIRE,
            Map.of(
                "expired_versions",
                Long.toString(expired),
                "retained_from",
                Long.toString(oldest))));
  }

  /** Whether there is a version to let go of. */
  boolean changes(Snapshot current) {
    VersionChain chain = new VersionChain(snapshots, table, current);
    return oldest(chain.versions().toList()) > chain.retainedFrom();
  }

  /**
   * @param retained the current version first
   */
  private long oldest(List<Ancestor> retained) {
    long oldest = retained.get(0).version();
    for (Ancestor version : retained) {
      if (version.committedAt().isBefore(olderThan)) {
        break;
      }
      oldest = version.version();
    }
    return oldest;
  }
}

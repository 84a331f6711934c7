package io.azof.storage.maintain;

import io.azof.storage.model.EventTime;
import io.azof.storage.model.Snapshot;
import io.azof.storage.snapshot.Committer;
import io.azof.storage.snapshot.SnapshotReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Decides what a table keeps. Each decision is a commit; objects that nobody needs any more are
 * removed afterwards, by a {@link Sweep}.
 */
public final class Retention {
  private final SnapshotReader snapshots;
  private final Committer committer;
  private final InstantSource clock;

  public Retention(SnapshotReader snapshots, Committer committer, InstantSource clock) {
    this.snapshots = snapshots;
    this.committer = committer;
    this.clock = clock;
  }

  /**
   * Lets go of the versions that were committed before a time, but never of the current one.
   *
   * @return the new version; empty when none was that old, and nothing was committed
   * @throws io.azof.error.AzofException as {@link Committer#commit}
   */
  public Optional<Snapshot> expireVersions(String table, Instant olderThan) {
    VersionExpiry change = new VersionExpiry(snapshots, table, olderThan);
    return change.changes(snapshots.current(table))
        ? Optional.of(committer.commit(table, change))
        : Optional.empty();
  }

  /**
   * Lets go of the states before an event time: to ask for one is an error from then on, and rows
   * of such times are refused. Versions that are retained from before can still be asked for them.
   *
   * @return the new version; empty when that is the floor already, and nothing was committed
   * @throws io.azof.error.AzofException {@code ARGUMENT_INVALID} for a time that has not come yet
   *     or is before the floor; {@code UNSUPPORTED} for a table of version 1 of the format; as
   *     {@link Committer#commit}
   */
  public Optional<Snapshot> expireHistory(String table, EventTime floor) {
    HistoryExpiry change = new HistoryExpiry(table, floor, EventTime.of(clock.instant()));
    return change.changes(snapshots.current(table))
        ? Optional.of(committer.commit(table, change))
        : Optional.empty();
  }
}

package io.azof.storage.maintain;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.snapshot.SnapshotReader;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Finds and removes what nobody needs. It may run beside writers, readers and other sweeps, and may
 * be stopped anywhere and run again.
 */
public final class Sweep {
  private final ObjectStore store;
  private final SnapshotReader snapshots;
  private final InstantSource clock;

  public Sweep(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.snapshots = new SnapshotReader(store);
    this.clock = clock;
  }

  /**
   * What nobody needs. Nothing is changed.
   *
   * @param grace how long a reader may go on reading what was let go of meanwhile; not negative
   * @throws io.azof.error.AzofException as {@link SnapshotReader#current}; {@code METADATA_CORRUPT}
   *     when a retained version cannot be read, since then nothing is known to be garbage
   */
  public Garbage find(String table, Duration grace) {
    return Garbage.of(needed(table, grace), store.list(table).objects());
  }

  private NeededVersions needed(String table, Duration grace) {
    while (true) {
      Snapshot current = snapshots.current(table);
      try {
        return NeededVersions.of(snapshots, table, current, clock.instant().minus(grace));
      } catch (AzofException e) {
        boolean isRaced = snapshots.currentNumber(table) != current.version();
        if (e.code() != ErrorCode.METADATA_CORRUPT || !isRaced) {
          throw e;
        } // else another sweep removed what had been let go of meanwhile
      }
    }
  }

  /**
   * Removes what nobody needs.
   *
   * @return what was found, of which {@link Garbage#removable} is gone
   * @throws io.azof.error.AzofException as {@link #find}; {@code STORE_FAILED}, when some of it may
   *     be gone
   */
  public Garbage remove(String table, Duration grace) {
    Garbage garbage = find(table, grace);
    for (Listing.Entry object : garbage.removable()) {
      store.delete(ObjectNames.dataFile(table, object.name()));
    }
    return garbage;
  }
}

package io.azof.storage.snapshot;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectKey;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.snapshot.CommitOutcome.Committed;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits changes to tables, and does so again when somebody else was faster. Safe for use by many
 * threads and beside any number of other processes.
 */
public final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  /** How often one loses against others before one gives up. */
  private static final int ATTEMPTS_MAX = 20;

  private final ObjectStore store;
  private final SnapshotReader snapshots;
  private final StoreSelfTest selfTest;
  private final CommitProtocol protocol;
  private final NextSnapshot nextSnapshot;
  private final RetryPause pause;

  /**
   * @param clock says when something was committed
   * @param ids gives a new id at each call, unique for ever
   * @param pause between attempts
   */
  public Committer(
      ObjectStore store,
      StoreSelfTest selfTest,
      InstantSource clock,
      Supplier<String> ids,
      RetryPause pause) {
    this.store = store;
    this.snapshots = new SnapshotReader(store);
    this.selfTest = selfTest;
    this.protocol = new CommitProtocol(store, pause);
    this.nextSnapshot = new NextSnapshot(clock, ids);
    this.pause = pause;
  }

  /**
   * Makes a table.
   *
   * @param first its first version; data files that it lists are named for version 0
   * @return what was committed
   * @throws AzofException {@code TABLE_EXISTS}; else as {@link #commit}
   */
  public Snapshot create(String table, Change.Prepared first) {
    try {
      selfTest.requireConditionalWrites();
      if (!ObjectKey.isName(table)) {
        throw new AzofException(
            ErrorCode.ARGUMENT_INVALID, "A table cannot be named \"" + table + "\"");
      }
      if (snapshots.currentVersion(table).isPresent()
          || !(protocol.commit(table, null, nextSnapshot.after(null, first))
              instanceof Committed committed)) {
        throw new AzofException(
            ErrorCode.TABLE_EXISTS, "There is a table \"" + table + "\" already");
      }
      return committed.snapshot();
    } catch (AzofException e) {
      throw discarding(first, e);
    }
  }

  /**
   * Removes a table: docs/FORMAT.md, Removing a table. Whoever reads it at this moment goes on;
   * whoever is about to commit to it finds that it is gone.
   *
   * @throws AzofException {@code TABLE_NOT_FOUND}; {@code STORE_FAILED}, when it may be gone
   */
  public void remove(String table) {
    snapshots.currentNumber(table);
    store.delete(ObjectNames.version(table));
  }

  /**
   * Follows the current version with another; prepares and tries again after each conflict.
   *
   * @return what was committed
   * @throws AzofException {@code CONFLICT} when others were faster too often; {@code
   *     COMMIT_UNKNOWN} when the store does not say whether the commit took effect; {@code
   *     INTERNAL} when the change would break the table; {@code UNSUPPORTED} when the store is not
   *     fit for writing; what {@link SnapshotReader#current}, the store or the change itself
   *     throws. Except after {@code COMMIT_UNKNOWN}, nothing was committed, and nothing will be
   */
  public Snapshot commit(String table, Change change) {
    selfTest.requireConditionalWrites();
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      if (attempt > 1) {
        pause.before(attempt);
      }
      Pinned base = snapshots.pinned(table);
      Change.Prepared prepared = change.prepare(base.snapshot());
      try {
        if (protocol.commit(table, base, nextSnapshot.after(base.snapshot(), prepared))
            instanceof Committed committed) {
          return committed.snapshot();
        }
      } catch (AzofException e) {
        throw discarding(prepared, e);
      }
      discard(table, prepared);
    }
    throw new AzofException(
        ErrorCode.CONFLICT,
        "Table \""
            + table
            + "\" was changed by others "
            + ATTEMPTS_MAX
            + " times while this change was to be committed; nothing was committed, try again");
  }

  /** What may have been committed, or may still be, is never removed. */
  private static AzofException discarding(Change.Prepared prepared, AzofException e) {
    if (e.code() != ErrorCode.COMMIT_UNKNOWN) {
      try {
        prepared.discard();
      } catch (AzofException second) {
        e.addSuppressed(second);
      }
    }
    return e;
  }

  private static void discard(String table, Change.Prepared prepared) {
    try {
      prepared.discard();
    } catch (AzofException e) {
      LOG.warn("Files of a commit to table {} that did not take place were left behind", table, e);
    }
  }
}

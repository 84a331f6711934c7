package io.azof.storage.snapshot;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.format.SnapshotJson;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.snapshot.CommitOutcome.Committed;
import io.azof.storage.snapshot.CommitOutcome.Conflict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Puts one version in the place of another, atomically: docs/FORMAT.md, Committing. The snapshot
 * object is made first, under a number that nobody has taken; then {@code version.txt} is moved to
 * it, if it has not moved since. That move is the commit.
 *
 * <p>An {@link AzofException} of a code other than {@code COMMIT_UNKNOWN} means that the attempt is
 * not a version of the table and never will be.
 */
final class CommitProtocol {
  /** How many numbers in a row may be taken by commits that never took place. */
  private static final int SKIPPED_MAX = 1_000;

  private final ObjectStore store;
  private final SnapshotReader snapshots;
  private final SnapshotInvariants invariants;
  private final RetryPause pause;

  CommitProtocol(ObjectStore store, RetryPause pause) {
    this.store = store;
    this.snapshots = new SnapshotReader(store);
    this.invariants = new SnapshotInvariants(store);
    this.pause = pause;
  }

  /**
   * One attempt. The data files that the next version lists are written already.
   *
   * @param base the version that is followed; null when the table does not exist yet
   * @param next makes the next version, given its number; with the same commit id each time
   * @throws AzofException {@code COMMIT_UNKNOWN} when it cannot be told whether it took effect, or
   *     will
   */
  CommitOutcome commit(String table, @Nullable Pinned base, LongFunction<Snapshot> next) {
    long baseVersion = base == null ? 0 : base.snapshot().version();
    long first = 1 + (base == null ? lastNumberTaken(table) : baseVersion);
    for (long number = first; number < first + SKIPPED_MAX; number++) {
      Snapshot snapshot = next.apply(number);
      try {
        invariants.require(table, base == null ? null : base.snapshot(), snapshot);
      } catch (AzofException e) {
        if (e.code() != ErrorCode.DATA_FILE_MISSING || currentNumber(table) == baseVersion) {
          throw e;
        }
        // Somebody else has committed, so its files are garbage by their names, and were swept.
        return new Conflict(currentNumber(table));
      }
      if (isCreated(table, snapshot)) {
        return moveVersion(table, base, snapshot);
      }
      long current = currentNumber(table);
      if (current != baseVersion) {
        return new Conflict(current);
      }
    }
    throw new AzofException(
        ErrorCode.METADATA_CORRUPT,
        "Table \""
            + table
            + "\" is at version "
            + baseVersion
            + ", but the "
            + SKIPPED_MAX
            + " numbers after it are taken by snapshots that were never committed; remove them");
  }

  /** Of a table that was here before; its numbers are never used again. */
  private long lastNumberTaken(String table) {
    return store.list(table).objects().stream()
        .flatMapToLong(object -> ObjectNames.snapshotVersion(object.name()).stream())
        .max()
        .orElse(0);
  }

  private long currentNumber(String table) {
    return snapshots.currentVersion(table).map(CurrentVersion::number).orElse(0L);
  }

  /** Whether the object is there and this attempt's own; if not, somebody else has the number. */
  private boolean isCreated(String table, Snapshot snapshot) {
    String key = ObjectNames.snapshot(table, snapshot.version());
    byte[] content = SnapshotJson.write(snapshot);
    if (!SnapshotJson.parse(key, snapshot.version(), content).equals(snapshot)) {
      throw new AzofException(
          ErrorCode.INTERNAL,
          "Snapshot \"" + key + "\" was not committed, because it would not be read as written");
    }
    return store.createIfAbsent(key, content).isPresent()
        // The answer to an earlier request for it may have been lost; the content has the commit
        // id.
        || store.read(key).filter(found -> Arrays.equals(found.content(), content)).isPresent();
  }

  private CommitOutcome moveVersion(String table, @Nullable Pinned base, Snapshot snapshot) {
    String key = ObjectNames.version(table);
    byte[] content = Long.toString(snapshot.version()).getBytes(StandardCharsets.US_ASCII);
    Optional<String> moved;
    try {
      moved =
          base == null
              ? store.createIfAbsent(key, content)
              : store.replaceIfMatch(key, content, base.tag());
    } catch (RuntimeException e) {
      return new DoubtfulCommit(snapshots, pause, table, snapshot).outcome(e);
    }
    return moved.isPresent()
        ? new Committed(snapshot)
        : new DoubtfulCommit(snapshots, pause, table, snapshot).outcome(null);
  }
}

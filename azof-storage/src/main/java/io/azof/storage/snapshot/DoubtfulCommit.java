package io.azof.storage.snapshot;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Snapshot;
import io.azof.storage.snapshot.CommitOutcome.Committed;
import io.azof.storage.snapshot.CommitOutcome.Conflict;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of a commit whose last request was refused or not answered. Refused does
 * not mean failed: what sends requests may send one twice, and the second is refused because the
 * first took effect. The chain of the current version tells, as long as it is retained.
 */
record DoubtfulCommit(SnapshotReader snapshots, RetryPause pause, String table, Snapshot attempt) {
  private static final int LOOKS_MAX = 3;

  /**
   * @param failure why the request was not answered; null when it was refused
   * @throws AzofException {@code COMMIT_UNKNOWN}
   */
  CommitOutcome outcome(@Nullable RuntimeException failure) {
    @Nullable RuntimeException cause = failure;
    for (int look = 1; look <= LOOKS_MAX; look++) {
      if (look > 1) {
        pause.before(look);
      }
      try {
        Optional<CommitOutcome> outcome = look(failure == null);
        if (outcome.isPresent()) {
          return outcome.get();
        }
      } catch (RuntimeException e) {
        cause = cause == null ? e : cause;
      }
    }
    throw unknown(cause);
  }

  /** Empty when it cannot be told. */
  private Optional<CommitOutcome> look(boolean wasRefused) {
    long current = snapshots.currentVersion(table).map(CurrentVersion::number).orElse(0L);
    if (current == lineage().parent()) {
      // Without an answer, the request may be on its way still, and would be granted.
      return wasRefused ? Optional.of(new Conflict(current)) : Optional.empty();
    }
    // From here on the request can no more be granted: the version that it asks for is in the past.
    if (current < attempt.version()) {
      return Optional.of(new Conflict(current));
    }
    return snapshots.snapshot(table, current).flatMap(this::searchFrom);
  }

  /**
   * Numbers fall along the chain. The attempt's own number in it stands for the attempt, which took
   * that number; but only among the retained versions, for once an expired snapshot is removed, a
   * writer that slept may take its number again.
   */
  private Optional<CommitOutcome> searchFrom(Snapshot current) {
    VersionChain chain = new VersionChain(snapshots, table, current);
    Iterator<Ancestor> versions = chain.versions().iterator();
    while (versions.hasNext()) {
      long version = versions.next().version();
      if (version == attempt.version()) {
        return Optional.of(new Committed(attempt));
      }
      if (version < attempt.version()) {
        return Optional.of(new Conflict(current.version()));
      }
    }
    return chain.parentOfOldest() < attempt.version()
        ? Optional.of(new Conflict(current.version()))
        : Optional.empty();
  }

  private Lineage lineage() {
    return Objects.requireNonNull(attempt.lineage());
  }

  private AzofException unknown(@Nullable RuntimeException cause) {
    return new AzofException(
        ErrorCode.COMMIT_UNKNOWN,
        "Whether version "
            + attempt.version()
            + " of table \""
            + table
            + "\" was committed is not known"
            + (cause == null ? "" : " (" + cause.getMessage() + ")")
            + "; nothing was deleted; look among the table's versions for the commit "
            + lineage().commitId()
            + " before you try again",
        cause);
  }
}

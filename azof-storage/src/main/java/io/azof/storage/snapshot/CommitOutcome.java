package io.azof.storage.snapshot;

import io.azof.storage.model.Snapshot;

/** What is certain after an attempt to commit. What is not certain is an exception. */
sealed interface CommitOutcome {

  /** The snapshot is a version of the table, for ever. */
  record Committed(Snapshot snapshot) implements CommitOutcome {}

  /**
   * Somebody else was faster: the attempt is not a version of the table and never will be.
   *
   * @param current the version that is current instead; 0 when the table does not exist
   */
  record Conflict(long current) implements CommitOutcome {}
}

package io.azof.storage.snapshot.protocol;

/** What a commit does to the list of files and to the retained history. */
enum CommitKind {
  /** Adds a file to those of the version before. */
  APPEND,
  /** Puts one file in the place of all others, and keeps no older version. */
  COMPACT_AND_EXPIRE,
  /** Lists the files of the version before once more, if that one is kept; adds none. */
  ROLLBACK
}

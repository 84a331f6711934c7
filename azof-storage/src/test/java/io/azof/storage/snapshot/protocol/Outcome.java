package io.azof.storage.snapshot.protocol;

/** What a writer was told about one attempt. */
enum Outcome {
  COMMITTED,
  CONFLICT,
  /** It may have been committed, or may still be. */
  UNKNOWN,
  /** It failed before the pointer was written. */
  FAILED
}

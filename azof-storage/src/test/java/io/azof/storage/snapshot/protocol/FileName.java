package io.azof.storage.snapshot.protocol;

/**
 * A data file.
 *
 * @param id the attempt that it was first written for: what makes the name unique
 * @param base the version that it was prepared against
 */
record FileName(CommitId id, int base) {
  @Override
  public String toString() {
    return "delta-b" + base + "-" + id;
  }
}

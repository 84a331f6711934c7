package io.azof.storage.maintain;

import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Draft;

/** A change that writes no data files and does not depend on the number of the version. */
record MetadataOnly(Draft draft) implements Change.Prepared {
  @Override
  public Draft draft(long version) {
    return draft;
  }

  /** There are no files. */
  @Override
  public void discard() {}
}

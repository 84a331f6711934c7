package io.azof.storage.snapshot;

import io.azof.storage.model.Snapshot;

/**
 * Something to be committed to a table, in two steps, since somebody else may be faster: what is
 * written depends on the version that it is written for.
 */
public interface Change {

  /**
   * Gets ready to follow a version; called again, with the newer one, after each conflict. It may
   * write data files, named for that version: docs/FORMAT.md, Names of data files.
   *
   * @param current the version that the next one will follow
   * @throws io.azof.error.AzofException when the change makes no sense on that version; then
   *     nothing is committed
   */
  Prepared prepare(Snapshot current);

  /** A change that is ready to follow one version. */
  interface Prepared {

    /**
     * The next version. Pure: a number may turn out to be taken by a commit that never took place,
     * and the draft is asked for again with the next.
     *
     * @param version the number of the next version, which is the sequence of the rows that it
     *     brings
     */
    Draft draft(long version);

    /**
     * Removes the data files that {@link Change#prepare} wrote. Called only when it is certain that
     * no version lists them and none ever will; never after an outcome that is not known.
     */
    void discard();
  }
}

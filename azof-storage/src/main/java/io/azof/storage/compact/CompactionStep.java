package io.azof.storage.compact;

import io.azof.storage.model.DataFile;
import io.azof.storage.model.Segment;
import java.util.List;
import java.util.Optional;

/** One thing that a compaction does: files that it makes, and what becomes of the tree then. */
sealed interface CompactionStep permits MergeDeltas, FoldLateRows, RewriteBase, CloseEra {

  /** The files to make. */
  List<FileTask> tasks();

  /**
   * The tree with the new files in the place of the old ones. The tree may have changed since the
   * step was planned, as long as what the step is about is there.
   *
   * @param roots the root segments as they are
   * @param made for each of the tasks, in order, its file, which has facts; empty when it turned
   *     out to have no rows
   * @throws io.azof.error.AzofException {@code CONFLICT} when it is not there any more
   */
  List<Segment> apply(List<Segment> roots, List<Optional<DataFile>> made);
}

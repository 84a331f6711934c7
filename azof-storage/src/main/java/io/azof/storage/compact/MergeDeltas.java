package io.azof.storage.compact;

import io.azof.storage.merge.FilePart;
import io.azof.storage.merge.MergeRule;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.Segment;
import java.util.List;
import java.util.Optional;

/**
 * Makes one delta of several of a segment.
 *
 * @param segment as it was planned for
 * @param inputs in their order of precedence
 */
record MergeDeltas(Segment segment, List<DeltaFile> inputs, long rows) implements CompactionStep {

  MergeDeltas {
    inputs = List.copyOf(inputs);
  }

  @Override
  public List<FileTask> tasks() {
    return List.of(
        new FileTask(
            false,
            MergeRule.EVERY_VERSION,
            inputs.stream().map(delta -> FilePart.all(delta.file())).toList()));
  }

  @Override
  public List<Segment> apply(List<Segment> roots, List<Optional<DataFile>> made) {
    Segment current =
        SegmentTree.require(roots, segment, found -> found.deltas().containsAll(inputs));
    return SegmentTree.replace(
        roots,
        current,
        found ->
            found.withDeltas(
                SegmentTree.exchanged(found.deltas(), inputs, SegmentTree.delta(made.get(0)))));
  }

  @Override
  public String toString() {
    return "merge "
        + inputs.size()
        + " deltas of segment \""
        + segment.id()
        + "\" with "
        + rows
        + " rows into one";
  }
}

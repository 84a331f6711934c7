package io.azof.storage.compact;

import io.azof.storage.merge.FilePart;
import io.azof.storage.merge.MergeRule;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.Segment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a new base of the base of a segment and its patches.
 *
 * @param segment as it was planned for
 * @param base its base
 * @param patches its patches
 */
record RewriteBase(
    Segment segment, DataFile base, List<DeltaFile> patches, long baseRows, long patchRows)
    implements CompactionStep {

  RewriteBase {
    patches = List.copyOf(patches);
  }

  @Override
  public List<FileTask> tasks() {
    Stream<DataFile> files = Stream.concat(patches.stream().map(DeltaFile::file), Stream.of(base));
    return List.of(new FileTask(true, MergeRule.NEWEST, files.map(FilePart::all).toList()));
  }

  @Override
  public List<Segment> apply(List<Segment> roots, List<Optional<DataFile>> made) {
    Segment current =
        SegmentTree.require(roots, segment, found -> found.deltas().containsAll(patches));
    return SegmentTree.replace(
        roots,
        current,
        found ->
            found
                .withBase(made.get(0).orElse(null))
                .withDeltas(SegmentTree.without(found.deltas(), patches)));
  }

  @Override
  public String toString() {
    return "rewrite the base of segment \""
        + segment.id()
        + "\" of "
        + baseRows
        + " rows with the "
        + patchRows
        + " of its patch";
  }
}

package io.azof.storage.compact;

import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.Segment;
import java.util.List;
import java.util.Optional;

/**
 * Which deltas of a segment are merged: those of about one size, when they have become many, and
 * all smaller ones with them. So a row is written anew as often as its file's size grows by a
 * factor, not with every commit.
 */
record DeltaTiers(CompactionPolicy policy, FileMeasures measures) {

  Optional<MergeDeltas> plan(Segment segment, List<String> notes) {
    List<DeltaFile> deltas = SegmentTree.happenings(segment);
    int fullTier = -1;
    for (int tier = 0; tier <= tierMax(deltas); tier++) {
      fullTier = isFull(deltas, tier) ? tier : fullTier;
    }
    if (fullTier < 0) {
      return Optional.empty();
    }
    List<DeltaFile> inputs = inputs(deltas, fullTier);
    if (!inputs.stream().allMatch(d -> liesWithin(segment, d) && measures.startsAsDeclared(d))) {
      notes.add(
          "the deltas of segment \""
              + segment.id()
              + "\", because one of them may have rows of times that it does not declare, or"
              + " outside of the segment");
      return Optional.empty();
    }
    return Optional.of(new MergeDeltas(segment, inputs, measures.rows(inputs)));
  }

  /**
   * Between rows of files without sequences the order in the tree decides, so these files are
   * merged all together or not at all.
   */
  private List<DeltaFile> inputs(List<DeltaFile> deltas, int fullTier) {
    List<DeltaFile> inputs = deltas.stream().filter(delta -> tier(delta) <= fullTier).toList();
    return inputs.stream().noneMatch(DeltaTiers::hasNoSequence)
        ? inputs
        : deltas.stream().filter(d -> tier(d) <= fullTier || hasNoSequence(d)).toList();
  }

  static boolean hasNoSequence(DeltaFile delta) {
    return delta.file().minSequence() == 0;
  }

  private boolean isFull(List<DeltaFile> deltas, int tier) {
    List<DeltaFile> ofTier = deltas.stream().filter(delta -> tier(delta) == tier).toList();
    return ofTier.size() > policy.deltaFilesMax()
        || (tier == 0 && ofTier.size() > 1 && measures.bytes(ofTier) >= policy.deltaBytes());
  }

  private int tierMax(List<DeltaFile> deltas) {
    return deltas.stream().mapToInt(this::tier).max().orElse(-1);
  }

  /** 0 of a small delta, one more with each growth by as many as are merged. */
  private int tier(DeltaFile delta) {
    int tier = 0;
    long growth = Math.max(2, policy.deltaFilesMax());
    for (long bytes = measures.of(delta).bytes(); bytes >= policy.deltaBytes(); bytes /= growth) {
      tier++;
    }
    return tier;
  }

  /** Whether a delta is small: cheap to write anew when rows are added to it. */
  boolean isSmall(DeltaFile delta) {
    return tier(delta) == 0;
  }

  private boolean liesWithin(Segment segment, DeltaFile delta) {
    return measures
        .of(delta)
        .liesWithin(SegmentTree.startMillis(segment), SegmentTree.endMillis(segment));
  }
}

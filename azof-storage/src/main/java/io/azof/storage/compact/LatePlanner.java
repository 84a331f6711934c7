package io.azof.storage.compact;

import io.azof.storage.compact.FoldLateRows.Target;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the late rows of a segment with children are folded into these, and how. */
record LatePlanner(CompactionPolicy policy, FileMeasures measures) {

  Optional<FoldLateRows> plan(Segment parent, List<String> notes) {
    List<DeltaFile> late =
        SegmentTree.happenings(parent).stream().filter(d -> !DeltaTiers.hasNoSequence(d)).toList();
    if (parent.children().isEmpty() || late.isEmpty()) {
      return Optional.empty();
    }
    List<Segment> tiling = tiling(parent);
    List<DeltaFile> movable =
        tiling.isEmpty()
            ? List.of()
            : late.stream()
                .filter(d -> reaches(d, SegmentTree.startMillis(tiling.get(0)), Long.MAX_VALUE))
                .toList();
    if (movable.size() < late.size()) {
      notes.add(
          (late.size() - movable.size())
              + " deltas of late rows of segment \""
              + parent.id()
              + "\", because the segments below it leave gaps after them");
    }
    long rows = measures.rows(movable);
    boolean isDue =
        movable.size() > policy.lateFilesMax() || rows > policy.lateRatio() * baseRows(parent);
    return movable.isEmpty() || !isDue
        ? Optional.empty()
        : Optional.of(fold(parent, movable, tiling, rows));
  }

  private FoldLateRows fold(Segment parent, List<DeltaFile> late, List<Segment> tiling, long rows) {
    EventTime movableFrom = tiling.get(0).range().start();
    long from = movableFrom.epochMillis();
    DeltaTiers tiers = new DeltaTiers(policy, measures);
    List<Target> targets = new ArrayList<>();
    for (Segment child : tiling) {
      long start = SegmentTree.startMillis(child);
      long end = SegmentTree.endMillis(child);
      boolean takesRows = late.stream().anyMatch(delta -> reaches(delta, start, end));
      boolean needsPatch =
          start > from && late.stream().anyMatch(delta -> reaches(delta, from, start - 1));
      if (takesRows || needsPatch) {
        List<DeltaFile> small =
            SegmentTree.happenings(child).stream()
                .filter(tiers::isSmall)
                .filter(delta -> !DeltaTiers.hasNoSequence(delta))
                .toList();
        targets.add(new Target(child, takesRows, small, needsPatch));
      }
    }
    boolean leavesRows = late.stream().anyMatch(d -> measures.of(d).minMillis() < from);
    return new FoldLateRows(parent, late, movableFrom, targets, rows, leavesRows);
  }

  /** The last children, in order, that follow each other without gaps up to the parent's end. */
  static List<Segment> tiling(Segment parent) {
    List<Segment> children = new ArrayList<>(parent.children());
    children.sort(Comparator.comparing(child -> child.range().start()));
    int first = children.size();
    EventTime end = parent.range().end();
    while (first > 0 && Objects.equals(children.get(first - 1).range().end(), end)) {
      first--;
      end = new EventTime(SegmentTree.startMillis(children.get(first)) - 1);
    }
    return children.subList(first, children.size());
  }

  private boolean reaches(DeltaFile delta, long fromMillis, long toMillis) {
    return measures.of(delta).reaches(fromMillis, toMillis);
  }

  /** What late rows are measured by: the newest base below, else the parent's own. */
  private long baseRows(Segment parent) {
    Stream<DataFile> bases =
        Stream.concat(
                Stream.of(parent),
                parent.children().stream().sorted(Comparator.comparing(c -> c.range().start())))
            .map(Segment::base)
            .flatMap(Stream::ofNullable);
    return bases.reduce((older, newer) -> newer).map(file -> measures.of(file).rows()).orElse(0L);
  }
}

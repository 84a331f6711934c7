package io.azof.storage.compact;

import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the open era is closed, and where. */
record EraPlanner(CompactionPolicy policy, FileMeasures measures) {

  Optional<CloseEra> plan(Snapshot snapshot, List<String> notes) {
    List<Segment> path = openPath(snapshot);
    if (path.size() < 2 || path.get(0).base() != null) {
      return Optional.empty();
    }
    Segment root = path.get(0);
    List<Segment> belowRoot = path.subList(1, path.size());
    Segment leaf = path.get(path.size() - 1);
    List<DeltaFile> deltas = SegmentTree.happenings(leaf);
    EventTime boundary = boundary(deltas, Objects.requireNonNull(snapshot.lineage()));
    long end = boundary.epochMillis() - 1;
    long rows = deltas.stream().mapToLong(delta -> rowsUntil(delta, end)).sum();
    long baseRows =
        belowRoot.stream()
            .map(Segment::base)
            .flatMap(Stream::ofNullable)
            .mapToLong(base -> measures.of(base).rows())
            .max()
            .orElse(0);
    if (rows < policy.eraRowsMin() || rows < policy.baseRatio() * baseRows) {
      return Optional.empty();
    }
    if (end < SegmentTree.startMillis(leaf)) {
      notes.add("the open era, because all its rows are from after the last commit");
      return Optional.empty();
    }
    if (!isApart(root, belowRoot) || !canEnd(belowRoot, deltas, end)) {
      notes.add(
          "the open era, because one of its deltas may have rows from before it or from times"
              + " that it does not declare, or something beside it has not ended when it starts, or"
              + " something in it starts before it, or a base in it or something beside it is from"
              + " after "
              + boundary);
      return Optional.empty();
    }
    boolean leavesRows = deltas.stream().anyMatch(d -> measures.of(d).maxMillis() > end);
    boolean goesOn = deltas.stream().anyMatch(delta -> endMillis(delta) > end);
    return Optional.of(
        new CloseEra(
            root,
            belowRoot,
            boundary,
            deltas,
            deltas.size() > 1 || goesOn,
            leavesRows,
            deletesFrom(snapshot, root),
            rows));
  }

  /**
   * From the root down to the leaf, all open; empty when the tree has not exactly one such path.
   */
  private static List<Segment> openPath(Snapshot snapshot) {
    List<Segment> path = new ArrayList<>();
    List<Segment> level = snapshot.segments();
    while (!level.isEmpty()) {
      List<Segment> open = level.stream().filter(s -> s.range().isOpen()).toList();
      if (open.size() != 1) {
        return List.of();
      }
      path.add(open.get(0));
      level = open.get(0).children();
    }
    return path;
  }

  /** Behind the newest row, but not in the future: rows of that come when their time comes. */
  private EventTime boundary(List<DeltaFile> deltas, Lineage lineage) {
    long committedAt = lineage.committedAt().toEpochMilli();
    long newest =
        deltas.stream()
            .mapToLong(delta -> measures.of(delta).maxMillis())
            .max()
            .orElse(Long.MIN_VALUE);
    return new EventTime(newest >= committedAt ? committedAt : newest + 1);
  }

  /** About how many of a delta's rows are from then or before, if they are spread evenly. */
  private long rowsUntil(DeltaFile delta, long endMillis) {
    FileMeasure measure = measures.of(delta);
    if (measure.maxMillis() <= endMillis) {
      return measure.rows();
    }
    if (measure.minMillis() > endMillis) {
      return 0;
    }
    double share =
        ((double) endMillis - measure.minMillis() + 1)
            / ((double) measure.maxMillis() - measure.minMillis() + 1);
    return (long) (measure.rows() * share);
  }

  /**
   * Whether all would lie where it should if the open segments ended then: always in a table that
   * began with version 2.
   */
  private boolean canEnd(List<Segment> path, List<DeltaFile> deltas, long endMillis) {
    Segment leaf = path.get(path.size() - 1);
    long start = SegmentTree.startMillis(leaf);
    return deltas.stream().allMatch(d -> measures.of(d).liesWithin(start, Long.MAX_VALUE))
        && path.stream()
            .map(Segment::base)
            .flatMap(Stream::ofNullable)
            .allMatch(base -> measures.of(base).maxMillis() <= endMillis)
        && path.stream().flatMap(s -> s.deltas().stream()).allMatch(measures::startsAsDeclared)
        && path.stream().allMatch(EraPlanner::declaresNothingBefore)
        && path.get(0)
            .walk()
            .filter(segment -> !segment.equals(leaf))
            .allMatch(
                segment ->
                    (segment.range().isOpen() || SegmentTree.endMillis(segment) <= endMillis)
                        && segment.deltas().stream().allMatch(d -> endMillis(d) <= endMillis));
  }

  /** Whether no delta of a segment is said to start before it, even if it has no such rows. */
  private static boolean declaresNothingBefore(Segment segment) {
    long start = SegmentTree.startMillis(segment);
    return segment.deltas().stream()
        .allMatch(delta -> delta.range().start().epochMillis() >= start);
  }

  /**
   * Whether what lies beside the open segments has ended when they start, and nothing in them
   * starts before they do.
   */
  private static boolean isApart(Segment root, List<Segment> path) {
    Segment parent = root;
    for (Segment open : path) {
      long start = SegmentTree.startMillis(open);
      for (Segment child : parent.children()) {
        if (!child.equals(open) && SegmentTree.endMillis(child) >= start) {
          return false;
        }
      }
      if (open.children().stream().anyMatch(child -> SegmentTree.startMillis(child) < start)) {
        return false;
      }
      parent = open;
    }
    return true;
  }

  /** The last event time that a delta has, or is said to have. */
  private long endMillis(DeltaFile delta) {
    return Math.max(
        measures.of(delta).maxMillis(), Objects.requireNonNull(delta.range().end()).epochMillis());
  }

  /**
   * A tombstone from before the floor is needed as long as a row older than it may be on the path:
   * none in files that are folded, maybe one in those of late rows.
   */
  private @Nullable EventTime deletesFrom(Snapshot snapshot, Segment root) {
    EventTime floor = snapshot.eventTimeFloor();
    return floor == null
            || root.deltas().stream()
                .anyMatch(late -> measures.of(late).minMillis() < floor.epochMillis())
        ? null
        : floor;
  }
}

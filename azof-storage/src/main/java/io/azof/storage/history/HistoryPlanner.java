package io.azof.storage.history;

import io.azof.storage.history.HistoryPlan.ReadFile;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.HistoryRange;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.scan.PathFile;
import io.azof.storage.scan.PathFile.Role;
import io.azof.storage.scan.SegmentPath;
import io.azof.storage.scan.SkippedFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From a snapshot and a range to the files that have its history; pure. Of rows that Azof wrote it
 * is known where they are repeated: docs/FORMAT.md, History. Files that may have other rows, of
 * version 1 of the format, are all read.
 */
public final class HistoryPlanner {
  private final HistoryRange range;
  private final RowSelection rows;
  private final boolean withEnds;
  private final Set<String> onPath;
  private final List<ReadFile> files = new ArrayList<>();
  private final List<SkippedFile> skipped = new ArrayList<>();

  private HistoryPlanner(
      Snapshot snapshot, HistoryRange range, RowSelection rows, boolean withEnds) {
    this.range = range;
    this.rows = rows;
    this.withEnds = withEnds;
    this.onPath = range.isFromStart() ? Set.of() : onPath(snapshot, range.fromMillis());
  }

  /**
   * @param range of which nothing has expired
   * @param columns of the result
   * @param rows which versions are wanted
   * @param withEnds whether it is asked when versions end
   */
  public static HistoryPlan plan(
      String table,
      Snapshot snapshot,
      HistoryRange range,
      List<String> columns,
      RowSelection rows,
      boolean withEnds) {
    HistoryPlanner planner = new HistoryPlanner(snapshot, range, rows, withEnds);
    planner.addAll(snapshot.segments());
    return new HistoryPlan(
        table, snapshot.version(), range, columns, rows, planner.files, planner.skipped);
  }

  /** The files that the state at the start of the range is in. */
  private static Set<String> onPath(Snapshot snapshot, long fromMillis) {
    return SegmentPath.of(snapshot, AsOf.at(new EventTime(fromMillis))).files().stream()
        .map(PathFile::name)
        .collect(Collectors.toSet());
  }

  /** Later segments first, children before their parent: the order of precedence. */
  private void addAll(List<Segment> siblings) {
    List<Segment> latestFirst = new ArrayList<>(siblings);
    latestFirst.sort(Comparator.comparing((Segment s) -> s.range().start()).reversed());
    for (Segment segment : latestFirst) {
      addAll(segment.children());
      boolean follows = siblings.stream().anyMatch(other -> isFollowedBy(other, segment));
      List<DeltaFile> deltas = new ArrayList<>(segment.deltas());
      deltas.sort(Comparator.comparing((DeltaFile d) -> d.range().start()).reversed());
      for (DeltaFile delta : deltas) {
        add(delta.file(), Role.DELTA, segment, follows && delta.isPatch());
      }
      DataFile base = segment.base();
      if (base != null) {
        add(base, Role.BASE, segment, follows);
      }
    }
  }

  private static boolean isFollowedBy(Segment first, Segment second) {
    EventTime end = first.range().end();
    return end != null
        && end.epochMillis() + 1 == second.range().start().epochMillis()
        && first.range().start().compareTo(second.range().start()) < 0;
  }

  private void add(DataFile file, Role role, Segment segment, boolean isRepeatedIfKnown) {
    Optional<String> reason = reasonToSkip(file, isRepeatedIfKnown);
    if (reason.isPresent()) {
      skipped.add(new SkippedFile(file.name(), role, segment.id(), reason.get()));
    } else {
      files.add(new ReadFile(file, role, segment.id()));
    }
  }

  private Optional<String> reasonToSkip(DataFile file, boolean isRepeatedIfKnown) {
    FileFacts facts = file.facts();
    if (range.isEmpty()) {
      return Optional.of("the range is empty");
    }
    Optional<String> unwanted = SegmentPath.reasonToSkip(file, rows);
    if (unwanted.isPresent()) {
      return unwanted;
    }
    if (facts != null && !withEnds && facts.minEventTime().epochMillis() > range.lastMillis()) {
      return Optional.of("all its rows are after " + new EventTime(range.lastMillis()));
    }
    if (facts == null || facts.minSequence() == 0 || onPath.contains(file.name())) {
      return Optional.empty();
    }
    if (isRepeatedIfKnown) {
      return Optional.of("it repeats rows of files before it");
    }
    if (facts.maxEventTime().epochMillis() <= range.fromMillis()) {
      return Optional.of(
          "the state at " + new EventTime(range.fromMillis()) + " has what counts of its rows");
    }
    return Optional.empty();
  }
}

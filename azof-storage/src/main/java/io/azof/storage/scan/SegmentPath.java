package io.azof.storage.scan;

import io.azof.storage.model.AsOf;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.KeyRange;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a snapshot's tree says about an event time, before any file is looked at.
 *
 * @param files the files on the way from the root to the segments that cover the time, the first in
 *     precedence first
 * @param skipped all other files of the snapshot, in the order of the tree
 */
public record SegmentPath(List<PathFile> files, List<SkippedFile> skipped) {

  public SegmentPath {
    files = List.copyOf(files);
    skipped = List.copyOf(skipped);
  }

  /**
   * Walks the tree: a segment is on the path when it and all above it cover the time. A child comes
   * before its parent, the deltas of a segment by their start, latest first, before its base.
   */
  public static SegmentPath of(Snapshot snapshot, AsOf asOf) {
    return of(snapshot, asOf, RowSelection.ALL);
  }

  /** The same of some rows only: files of which the snapshot knows that they have none are not. */
  public static SegmentPath of(Snapshot snapshot, AsOf asOf, RowSelection rows) {
    List<PathFile> files = new ArrayList<>();
    List<SkippedFile> skipped = new ArrayList<>();
    for (Segment root : snapshot.segments()) {
      walk(root, asOf, rows, files, skipped);
    }
    return new SegmentPath(files, skipped);
  }

  private static void walk(
      Segment segment,
      AsOf asOf,
      RowSelection rows,
      List<PathFile> files,
      List<SkippedFile> skipped) {
    if (!asOf.isCoveredBy(segment.range())) {
      skipAll(segment, asOf, skipped);
      return;
    }
    for (Segment child : segment.children()) {
      walk(child, asOf, rows, files, skipped);
    }
    List<DeltaFile> latestFirst = new ArrayList<>(segment.deltas());
    latestFirst.sort(Comparator.comparing((DeltaFile d) -> d.range().start()).reversed());
    for (DeltaFile delta : latestFirst) {
      if (delta.range().start().epochMillis() <= asOf.boundMillis()) {
        add(delta.file(), PathFile.Role.DELTA, segment, rows, files, skipped);
      } else {
        skipped.add(
            new SkippedFile(
                delta.name(),
                PathFile.Role.DELTA,
                segment.id(),
                "it starts at " + delta.range().start() + ", after " + asOf));
      }
    }
    if (segment.base() != null) {
      add(segment.base(), PathFile.Role.BASE, segment, rows, files, skipped);
    }
  }

  private static void add(
      DataFile file,
      PathFile.Role role,
      Segment segment,
      RowSelection rows,
      List<PathFile> files,
      List<SkippedFile> skipped) {
    Optional<String> reason = reasonToSkip(file, rows);
    if (reason.isPresent()) {
      skipped.add(new SkippedFile(file.name(), role, segment.id(), reason.get()));
    } else {
      files.add(PathFile.of(file, role, segment.id(), files.size()));
    }
  }

  /** Why a file has none of the rows that are wanted, when the snapshot says so. */
  public static Optional<String> reasonToSkip(DataFile file, RowSelection rows) {
    FileFacts facts = file.facts();
    KeyRange keys = facts == null ? KeyRange.ALL : new KeyRange(facts.minKey(), facts.maxKey());
    if (!rows.keys().touches(keys)) {
      return Optional.of("it has none of the keys that are asked for");
    }
    return facts != null && facts.maxEventTime().epochMillis() < rows.sinceMillis()
        ? Optional.of("all its rows are before " + new EventTime(rows.sinceMillis()))
        : Optional.empty();
  }

  private static void skipAll(Segment uncovered, AsOf asOf, List<SkippedFile> skipped) {
    String reason =
        "segment \"" + uncovered.id() + "\" " + uncovered.range() + " does not cover " + asOf;
    uncovered
        .walk()
        .forEach(
            segment -> {
              for (DeltaFile delta : segment.deltas()) {
                skipped.add(
                    new SkippedFile(delta.name(), PathFile.Role.DELTA, segment.id(), reason));
              }
              if (segment.base() != null) {
                String base = segment.base().name();
                skipped.add(new SkippedFile(base, PathFile.Role.BASE, segment.id(), reason));
              }
            });
  }
}

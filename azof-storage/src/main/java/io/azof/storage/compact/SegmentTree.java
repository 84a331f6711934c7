package io.azof.storage.compact;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Segment;
import io.azof.storage.model.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Finds and replaces segments and files in trees, which stay as they are: all give a new one. */
final class SegmentTree {
  private SegmentTree() {}

  /**
   * The segment that was planned for, as it is now.
   *
   * @throws AzofException {@code CONFLICT} when no segment is like that
   */
  static Segment require(List<Segment> roots, Segment planned, Predicate<Segment> test) {
    return roots.stream()
        .flatMap(Segment::walk)
        .filter(segment -> segment.range().start().equals(planned.range().start()))
        .filter(segment -> Objects.equals(segment.base(), planned.base()))
        .filter(test)
        .findFirst()
        .orElseThrow(
            () ->
                new AzofException(
                    ErrorCode.CONFLICT,
                    "Segment \""
                        + planned.id()
                        + "\" "
                        + planned.range()
                        + " was changed by another compaction or a rollback meanwhile; nothing"
                        + " was compacted, try again"));
  }

  /** The tree with one of its segments replaced. */
  static List<Segment> replace(
      List<Segment> segments, Segment old, UnaryOperator<Segment> replacement) {
    List<Segment> replaced = new ArrayList<>();
    for (Segment segment : segments) {
      if (segment.equals(old)) {
        replaced.add(replacement.apply(segment));
      } else {
        replaced.add(segment.withChildren(replace(segment.children(), old, replacement)));
      }
    }
    return replaced;
  }

  /** The deltas without some of them, and with others after them. */
  static List<DeltaFile> exchanged(
      List<DeltaFile> deltas, List<DeltaFile> removed, Stream<DeltaFile> added) {
    return Stream.concat(without(deltas, removed).stream(), added).toList();
  }

  /** The deltas without some of them. */
  static List<DeltaFile> without(List<DeltaFile> deltas, List<DeltaFile> removed) {
    return deltas.stream().filter(delta -> !removed.contains(delta)).toList();
  }

  /** A delta of a file that a compaction made, of the event times that it has. */
  static Stream<DeltaFile> delta(Optional<DataFile> made) {
    return made.stream()
        .map(
            file -> {
              FileFacts facts = Objects.requireNonNull(file.facts());
              return new DeltaFile(
                  file, new TimeRange(facts.minEventTime(), facts.maxEventTime()), false);
            });
  }

  /** A patch of a segment. */
  static Stream<DeltaFile> patch(Optional<DataFile> made, EventTime start) {
    return made.stream().map(file -> new DeltaFile(file, new TimeRange(start, start), true));
  }

  /** The patches of a segment: one, or none. */
  static List<DeltaFile> patches(Segment segment) {
    return segment.deltas().stream().filter(DeltaFile::isPatch).toList();
  }

  /** The deltas of a segment that are no patches, in their order of precedence. */
  static List<DeltaFile> happenings(Segment segment) {
    List<DeltaFile> deltas =
        new ArrayList<>(segment.deltas().stream().filter(delta -> !delta.isPatch()).toList());
    deltas.sort(Comparator.comparing((DeltaFile delta) -> delta.range().start()).reversed());
    return deltas;
  }

  /** The last millisecond of a segment, or of all time when it is open. */
  static long endMillis(Segment segment) {
    EventTime end = segment.range().end();
    return end == null ? Long.MAX_VALUE : end.epochMillis();
  }

  static long startMillis(Segment segment) {
    return segment.range().start().epochMillis();
  }
}

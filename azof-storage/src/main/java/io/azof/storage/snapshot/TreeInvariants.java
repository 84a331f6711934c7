package io.azof.storage.snapshot;

import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold of a tree of segments, whatever was before it. */
final class TreeInvariants {
  private TreeInvariants() {}

  static Stream<Violation> violations(Snapshot snapshot) {
    return Stream.concat(
        segmentsOfOneParentDoNotOverlap(snapshot.segments()),
        snapshot.allSegments().flatMap(TreeInvariants::violations));
  }

  private static Stream<Violation> violations(Segment segment) {
    return Stream.of(
            segmentsOfOneParentDoNotOverlap(segment.children()),
            childrenLieInTheirParent(segment),
            deltasLieInTheirSegment(segment),
            rowsLieInTheirDelta(segment),
            patchesAreOlderThanTheirSegment(segment))
        .flatMap(violations -> violations);
  }

  /** A closed segment ends before the next one starts; only the last can be open. */
  private static Stream<Violation> segmentsOfOneParentDoNotOverlap(List<Segment> segments) {
    List<Segment> ordered = new ArrayList<>(segments);
    ordered.sort(Comparator.comparing(segment -> segment.range().start()));
    List<Violation> violations = new ArrayList<>();
    for (int i = 1, last = 0; i < ordered.size(); i++) {
      Segment earlier = ordered.get(last); // of those before, it ends last
      Segment later = ordered.get(i);
      if (earlier.range().covers(later.range().start())) {
        violations.add(
            new Violation(
                Invariant.SEGMENTS_DO_NOT_OVERLAP, name(earlier) + " overlaps " + name(later)));
      }
      last = endsBefore(earlier, later) ? i : last;
    }
    return violations.stream();
  }

  private static boolean endsBefore(Segment segment, Segment other) {
    EventTime end = segment.range().end();
    EventTime otherEnd = other.range().end();
    return end != null && (otherEnd == null || end.compareTo(otherEnd) < 0);
  }

  private static Stream<Violation> childrenLieInTheirParent(Segment parent) {
    return parent.children().stream()
        .filter(child -> !contains(parent.range(), child.range()))
        .map(
            child ->
                new Violation(
                    Invariant.CHILDREN_LIE_IN_THEIR_PARENT,
                    name(child) + " is not within " + name(parent)));
  }

  private static Stream<Violation> deltasLieInTheirSegment(Segment segment) {
    return segment.deltas().stream()
        .filter(delta -> !delta.isPatch() && !contains(segment.range(), delta.range()))
        .map(
            delta ->
                new Violation(
                    Invariant.DELTA_LIES_IN_ITS_SEGMENT,
                    name(segment) + " lists the " + name(delta)));
  }

  private static Stream<Violation> rowsLieInTheirDelta(Segment segment) {
    return segment.deltas().stream()
        .filter(delta -> !delta.isPatch())
        .filter(delta -> !covers(delta.range(), delta.file().facts()))
        .map(
            delta ->
                new Violation(
                    Invariant.ROWS_LIE_IN_THEIR_DELTA,
                    name(segment) + " lists the " + name(delta) + " with " + times(delta)));
  }

  private static Stream<Violation> patchesAreOlderThanTheirSegment(Segment segment) {
    EventTime start = segment.range().start();
    return segment.deltas().stream()
        .filter(DeltaFile::isPatch)
        .filter(
            patch ->
                !patch.range().equals(new TimeRange(start, start))
                    || (patch.file().facts() != null
                        && patch.file().facts().maxEventTime().compareTo(start) > 0))
        .map(
            patch ->
                new Violation(
                    Invariant.PATCH_IS_OLDER_THAN_ITS_SEGMENT,
                    name(segment)
                        + " lists the patch, a "
                        + name(patch)
                        + " with "
                        + times(patch)));
  }

  private static boolean contains(TimeRange outer, TimeRange inner) {
    return outer.covers(inner.start())
        && (outer.isOpen() || (inner.end() != null && outer.covers(inner.end())));
  }

  private static boolean covers(TimeRange range, @Nullable FileFacts facts) {
    return facts == null
        || (range.covers(facts.minEventTime()) && range.covers(facts.maxEventTime()));
  }

  private static String name(Segment segment) {
    return "segment \"" + segment.id() + "\" " + segment.range();
  }

  private static String name(DeltaFile delta) {
    return "delta \"" + delta.name() + "\" " + delta.range();
  }

  private static String times(DeltaFile delta) {
    FileFacts facts = delta.file().facts();
    return facts == null
        ? "rows of unknown times"
        : "rows from " + facts.minEventTime() + " to " + facts.maxEventTime();
  }
}

package io.azof.storage.maintain;

import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TimeRange;
import io.azof.storage.snapshot.SnapshotInvariants;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen in one snapshot without looking at a file: the rules that every commit keeps,
 * and what more must hold of tables that were only ever written by commits. Pure.
 */
final class StructureCheck {
  private final Snapshot snapshot;
  private final @Nullable Snapshot parent;
  private final String key;
  private final Faults faults;

  /**
   * @param parent the version before it; null when it is not known
   */
  StructureCheck(String table, Snapshot snapshot, @Nullable Snapshot parent, Faults faults) {
    this.snapshot = snapshot;
    this.parent = parent;
    this.key = ObjectNames.snapshot(table, snapshot.version());
    this.faults = faults;
  }

  void check() {
    SnapshotInvariants.ofItself(snapshot)
        .forEach(
            violation ->
                add(
                    FaultKind.of(violation.rule()),
                    "breaks the rule that " + violation.invariant() + ": " + violation.what()));
    checkGaps();
    snapshot
        .allSegments()
        .forEach(
            segment -> {
              checkBase(segment);
              segment.deltas().stream().filter(DeltaFile::isPatch).forEach(p -> check(segment, p));
            });
  }

  /**
   * Tables of version 1 may have gaps, which stay when they are written on, and come back when one
   * is rolled back; but no commit makes one.
   */
  private void checkGaps() {
    if (parent == null
        || snapshot.lineage() == null
        || snapshot.lineage().operation().equals(Operation.ROLLBACK)) {
      return;
    }
    Set<TimeRange> gaps = gaps(snapshot);
    gaps.removeAll(gaps(parent));
    for (TimeRange gap : gaps) {
      add(FaultKind.SEGMENTS_GAP, "has a gap " + gap + " between segments, unlike its parent");
    }
  }

  private static Set<TimeRange> gaps(Snapshot snapshot) {
    Set<TimeRange> gaps = new HashSet<>();
    addGaps(snapshot.segments(), gaps);
    snapshot.allSegments().forEach(segment -> addGaps(segment.children(), gaps));
    return gaps;
  }

  private static void addGaps(List<Segment> siblings, Set<TimeRange> gaps) {
    List<Segment> inOrder = new ArrayList<>(siblings);
    inOrder.sort(Comparator.comparing(segment -> segment.range().start()));
    for (int i = 1; i < inOrder.size(); i++) {
      EventTime end = inOrder.get(i - 1).range().end();
      long start = inOrder.get(i).range().start().epochMillis();
      if (end != null && end.epochMillis() + 1 < start) {
        gaps.add(new TimeRange(new EventTime(end.epochMillis() + 1), new EventTime(start - 1)));
      }
    }
  }

  private void checkBase(Segment segment) {
    DataFile base = segment.base();
    if (base != null && base.facts() != null) {
      checkBefore(segment, base, base.facts());
    }
  }

  private void check(Segment segment, DeltaFile patch) {
    FileFacts facts = patch.file().facts();
    if (facts == null) {
      add(
          FaultKind.PATCH_MISPLACED,
          "lists the patch \""
              + patch.name()
              + "\", of which it says nothing, in "
              + name(segment));
    } else {
      checkBefore(segment, patch.file(), facts);
    }
  }

  private void checkBefore(Segment segment, DataFile file, FileFacts facts) {
    if (facts.maxEventTime().compareTo(segment.range().start()) >= 0) {
      add(
          FaultKind.FACTS_OUTSIDE_RANGE,
          "lists the data file \""
              + file.name()
              + "\" with event times up to "
              + facts.maxEventTime()
              + ", which must be before the start of "
              + name(segment));
    }
  }

  private static String name(Segment segment) {
    return "segment \"" + segment.id() + "\" " + segment.range();
  }

  private void add(FaultKind kind, String what) {
    faults.add(kind, snapshot.version(), key, "Version " + snapshot.version() + " " + what);
  }
}

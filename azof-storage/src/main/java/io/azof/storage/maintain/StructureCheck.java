package io.azof.storage.maintain;

import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.snapshot.SnapshotInvariants;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What can be seen in one snapshot without looking at a file: the rules that every commit keeps,
 * and what more must hold of tables that were only ever written by commits. Pure.
 */
final class StructureCheck {
  private final Snapshot snapshot;
  private final String key;
  private final Faults faults;

  StructureCheck(String table, Snapshot snapshot, Faults faults) {
    this.snapshot = snapshot;
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
    checkGaps(snapshot.segments());
    snapshot
        .allSegments()
        .forEach(
            segment -> {
              checkGaps(segment.children());
              checkBase(segment);
              segment.deltas().stream().filter(DeltaFile::isPatch).forEach(p -> check(segment, p));
            });
  }

  private void checkGaps(List<Segment> siblings) {
    List<Segment> inOrder = new ArrayList<>(siblings);
    inOrder.sort(Comparator.comparing(segment -> segment.range().start()));
    for (int i = 1; i < inOrder.size(); i++) {
      Segment before = inOrder.get(i - 1);
      Segment after = inOrder.get(i);
      EventTime end = before.range().end();
      if (end != null
          && end.epochMillis() + 1 < after.range().start().epochMillis()
          && isOfVersion2(before)
          && isOfVersion2(after)) {
        add(
            FaultKind.SEGMENTS_GAP,
            "has no segment for the time between " + name(before) + " and " + name(after));
      }
    }
  }

  /** Tables of version 1 may have gaps, which stay when they are written on. */
  private static boolean isOfVersion2(Segment segment) {
    return segment.walk().flatMap(Segment::files).allMatch(file -> file.facts() != null);
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

package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.TimeRange;
import io.azof.storage.snapshot.SnapshotInvariants;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tree of a table that is written to: one open root without a base from the far past on, and
 * eras below it. Pure.
 */
final class TableTree {
  /** Where the root starts; there are no rows before. */
  static final EventTime START = EventTime.parse("0001-01-01");

  private static final String ROOT = "root";
  private static final String ERA = "era-1";

  /** Names of columns that data files have for themselves. */
  private static final Set<String> RESERVED =
      Set.of(TableSchema.SEQUENCE, TableSchema.DELETED, TableSchema.KEY, TableSchema.EVENT_TIME);

  private TableTree() {}

  /** The root of a new table: one era, which has no base since nothing was before it. */
  static Segment ofNewTable() {
    TimeRange always = new TimeRange(START, null);
    Segment era = new Segment(ERA, always, null, List.of(), List.of());
    return new Segment(ROOT, always, null, List.of(), List.of(era));
  }

  /**
   * The root of a table, of whichever version of the format. The roots of a table of version 1, and
   * of one that was rolled back to it, become eras below a new root. When none of them is open, the
   * one that ends last is opened again, and with it those below it that end with it: the state at
   * its end goes on.
   *
   * @param table the table's name, for messages
   * @throws AzofException {@code UNSUPPORTED} for a table of version 1 whose roots overlap, whose
   *     columns have names that version 2 needs, or of which a root would have to be opened again
   *     that has something outside of its range
   */
  static Segment of(String table, Snapshot snapshot) {
    if (snapshot.lineage() != null && isRoot(snapshot.segments())) {
      return snapshot.segments().get(0);
    }
    requireNamesFree(table, snapshot.schema());
    List<Segment> eras = new ArrayList<>(snapshot.segments());
    requireApart(table, eras);
    if (eras.isEmpty()) {
      return ofNewTable();
    }
    if (eras.stream().noneMatch(era -> era.range().isOpen())) {
      Segment last = eras.stream().max(Comparator.comparing(TableTree::end)).orElseThrow();
      requireSound(table, snapshot, last);
      eras.set(eras.indexOf(last), opened(last, end(last)));
    }
    EventTime start =
        eras.stream().map(era -> era.range().start()).min(Comparator.naturalOrder()).orElseThrow();
    return new Segment(
        freeId(snapshot),
        new TimeRange(start.compareTo(START) < 0 ? start : START, null),
        null,
        List.of(),
        eras);
  }

  private static boolean isRoot(List<Segment> roots) {
    return roots.size() == 1
        && roots.get(0).base() == null
        && roots.get(0).range().isOpen()
        && roots.get(0).range().start().compareTo(START) <= 0;
  }

  private static Segment opened(Segment segment, EventTime end) {
    return new Segment(
        segment.id(),
        new TimeRange(segment.range().start(), null),
        segment.base(),
        segment.deltas(),
        segment.children().stream()
            .map(child -> end.equals(child.range().end()) ? opened(child, end) : child)
            .toList());
  }

  private static EventTime end(Segment segment) {
    EventTime end = segment.range().end();
    return end == null ? new EventTime(Long.MAX_VALUE) : end;
  }

  private static String freeId(Snapshot snapshot) {
    Set<String> taken = snapshot.allSegments().map(Segment::id).collect(Collectors.toSet());
    String id = ROOT;
    for (int number = 2; taken.contains(id); number++) {
      id = ROOT + "-" + number;
    }
    return id;
  }

  private static void requireApart(String table, List<Segment> roots) {
    List<Segment> ordered = new ArrayList<>(roots);
    ordered.sort(Comparator.comparing(root -> root.range().start()));
    for (int i = 1; i < ordered.size(); i++) {
      Segment earlier = ordered.get(i - 1);
      Segment later = ordered.get(i);
      if (end(earlier).compareTo(later.range().start()) >= 0) {
        throw new AzofException(
            ErrorCode.UNSUPPORTED,
            "Table \""
                + table
                + "\" cannot be written to: its segments \""
                + earlier.id()
                + "\" "
                + earlier.range()
                + " and \""
                + later.id()
                + "\" "
                + later.range()
                + " overlap; make a new table of its rows");
      }
    }
  }

  /** What has been out of sight beyond its end must not come to light when it is opened. */
  private static void requireSound(String table, Snapshot snapshot, Segment closed) {
    SnapshotInvariants.ofItself(
            new Snapshot(snapshot.version(), snapshot.schema(), List.of(closed)))
        .findFirst()
        .ifPresent(
            violation -> {
              throw new AzofException(
                  ErrorCode.UNSUPPORTED,
                  "Table \""
                      + table
                      + "\" cannot be written to: none of its segments is open, and \""
                      + closed.id()
                      + "\" "
                      + closed.range()
                      + ", which ends last, cannot be opened again, because it breaks the rule that "
                      + violation.invariant()
                      + ": "
                      + violation.what()
                      + "; make a new table of its rows");
            });
  }

  private static void requireNamesFree(String table, TableSchema schema) {
    namesTaken(schema).stream()
        .findFirst()
        .ifPresent(
            name -> {
              throw new AzofException(
                  ErrorCode.UNSUPPORTED,
                  "Table \""
                      + table
                      + "\" cannot be written to: "
                      + name
                      + "; make a new table of its rows");
            });
  }

  /**
   * What keeps a table of that schema from being written to, in words: data files cannot have two
   * columns whose names differ by nothing but case, and have some of their own.
   */
  static List<String> namesTaken(TableSchema schema) {
    List<String> faults = new ArrayList<>();
    Set<String> names = new HashSet<>(RESERVED);
    for (Column column : schema.columns()) {
      if (!names.add(column.physicalName().toLowerCase(Locale.ROOT))) {
        faults.add(
            "the name of its column \""
                + column.name()
                + "\" is that of another one in its data files, but for case");
      }
    }
    return faults;
  }
}

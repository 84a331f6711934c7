package io.azof.storage.maintain;

import io.azof.storage.maintain.VersionedTable.Row;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import io.azof.storage.model.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a tree of segments, as compaction leaves it: one root, below it eras that begin with
 * their full state, each with one file for what compaction saw and one for each later commit.
 *
 * @param starts where the eras after the first one start
 * @param compacted the last commit that compaction saw
 * @param folded whether later late rows were put where they belong, or still wait at the root
 * @param leaves whether the files hang on leaves below the eras, or on the eras
 */
record RowLayout(List<Long> starts, long compacted, boolean folded, boolean leaves) {
  static final long ROOT_START = -1_000_000;

  List<Segment> segments(VersionedTable table, List<Row> rows) {
    List<Segment> eras = new ArrayList<>();
    for (int i = 0; i <= starts.size(); i++) {
      eras.add(era(table, rows, i));
    }
    List<DeltaFile> late = new ArrayList<>();
    for (long sequence : folded ? List.<Long>of() : sequencesAfter(rows)) {
      add(
          table,
          "late" + sequence,
          rows.stream().filter(row -> row.sequence() == sequence && isLate(row)).toList(),
          null,
          late);
    }
    return List.of(
        new Segment("root", new TimeRange(new EventTime(ROOT_START), null), null, late, eras));
  }

  private Segment era(VersionedTable table, List<Row> rows, int index) {
    long start = index == 0 ? ROOT_START : starts.get(index - 1);
    long end = index == starts.size() ? Long.MAX_VALUE : starts.get(index) - 1;
    TimeRange range =
        new TimeRange(new EventTime(start), index == starts.size() ? null : new EventTime(end));
    Predicate<Row> within = row -> row.eventTimeMillis() >= start && row.eventTimeMillis() <= end;
    String id = "from" + compacted + "-era" + index + "-of" + starts.size();
    List<Row> before =
        state(rows.stream().filter(r -> isCompacted(r) && r.eventTimeMillis() < start));
    List<DeltaFile> deltas = new ArrayList<>();
    add(
        table,
        id,
        newest(rows.stream().filter(this::isCompacted).filter(within).toList()),
        null,
        deltas);
    for (long sequence : sequencesAfter(rows)) {
      Predicate<Row> here = row -> row.sequence() == sequence && (folded || !isLate(row));
      String name = id + "-commit" + sequence + (folded ? "-folded" : "");
      add(table, name, rows.stream().filter(here.and(within)).toList(), null, deltas);
    }
    if (folded && index > 0) {
      List<Row> late = rows.stream().filter(r -> !isCompacted(r) && isLate(r)).toList();
      List<Row> patch =
          state(late.stream().filter(row -> row.eventTimeMillis() < start)).stream()
              .filter(row -> !isBeaten(row, before))
              .toList();
      long last = late.stream().mapToLong(Row::sequence).max().orElse(0);
      add(table, id + "-patch" + last, patch, new EventTime(start), deltas);
    }
    @Nullable DataFile base = before.isEmpty() ? null : table.file("base", id, before);
    Segment leaf = new Segment("leaf " + index, range, null, deltas, List.of());
    return leaves
        ? new Segment("era " + index, range, base, List.of(), List.of(leaf))
        : new Segment("era " + index, range, base, deltas, List.of());
  }

  private boolean isCompacted(Row row) {
    return row.sequence() <= compacted;
  }

  private boolean isLate(Row row) {
    return !starts.isEmpty() && row.eventTimeMillis() < starts.get(starts.size() - 1);
  }

  private static boolean isBeaten(Row row, List<Row> base) {
    return base.stream()
        .anyMatch(
            other ->
                other.key().equals(row.key()) && other.eventTimeMillis() > row.eventTimeMillis());
  }

  private TreeSet<Long> sequencesAfter(List<Row> rows) {
    TreeSet<Long> sequences = new TreeSet<>();
    rows.stream().filter(row -> !isCompacted(row)).forEach(row -> sequences.add(row.sequence()));
    return sequences;
  }

  private static void add(
      VersionedTable table,
      String id,
      List<Row> rows,
      @Nullable EventTime patchAt,
      List<DeltaFile> deltas) {
    if (rows.isEmpty()) {
      return;
    }
    DataFile file = table.file("delta", id, rows);
    long min = rows.stream().mapToLong(Row::eventTimeMillis).min().orElseThrow();
    long max = rows.stream().mapToLong(Row::eventTimeMillis).max().orElseThrow();
    TimeRange range =
        patchAt == null
            ? new TimeRange(new EventTime(min), new EventTime(max))
            : new TimeRange(patchAt, patchAt);
    deltas.add(new DeltaFile(file, range, patchAt != null));
  }

  /** Of the rows of a key and event time the one of the last commit. */
  private static List<Row> newest(List<Row> rows) {
    Map<List<Object>, Row> newest = new TreeMap<>(java.util.Comparator.comparing(Object::toString));
    for (Row row : rows) {
      newest.merge(
          List.of(row.key(), row.eventTimeMillis()),
          row,
          (a, b) -> a.sequence() > b.sequence() ? a : b);
    }
    return List.copyOf(newest.values());
  }

  /** The newest row of each key, deletes included. */
  static List<Row> state(Stream<Row> rows) {
    Map<String, Row> newest = new TreeMap<>();
    rows.forEach(row -> newest.merge(row.key(), row, RowLayout::newer));
    return List.copyOf(newest.values());
  }

  private static Row newer(Row one, Row other) {
    if (one.eventTimeMillis() != other.eventTimeMillis()) {
      return one.eventTimeMillis() > other.eventTimeMillis() ? one : other;
    }
    return one.sequence() > other.sequence() ? one : other;
  }
}

package io.azof.storage.format;

import io.azof.storage.model.Column;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What in a snapshot readers of version 1 would misread, by name: docs/FORMAT.md, Features. A
 * snapshot with none of these is one that they read right.
 */
final class SnapshotFeatures {
  static final String DELETES = "deletes";
  static final String EVENT_TIME_FLOOR = "event-time-floor";
  static final String EVOLVED_COLUMNS = "evolved-columns";
  static final String LATE_ROWS = "late-rows";
  static final String NULLS = "nulls";
  static final String OVERLAPPING_DELTAS = "overlapping-deltas";
  static final String TYPES = "types";

  /** All that this version of Azof knows how to read. */
  static final Set<String> KNOWN =
      Set.of(
          DELETES, EVENT_TIME_FLOOR, EVOLVED_COLUMNS, LATE_ROWS, NULLS, OVERLAPPING_DELTAS, TYPES);

  private SnapshotFeatures() {}

  /** In alphabetical order. */
  static Set<String> of(Snapshot snapshot) {
    Set<String> features = new TreeSet<>();
    if (anyFacts(snapshot, facts -> facts.deletes() > 0)) {
      features.add(DELETES);
    }
    if (snapshot.eventTimeFloor() != null) {
      features.add(EVENT_TIME_FLOOR);
    }
    if (snapshot.files().anyMatch(file -> file.schemaId() != snapshot.schema().id())
        || snapshot.schema().columns().stream().anyMatch(SnapshotFeatures::isEvolved)) {
      features.add(EVOLVED_COLUMNS);
    }
    if (snapshot.allSegments().anyMatch(s -> !s.children().isEmpty() && !s.deltas().isEmpty())) {
      features.add(LATE_ROWS);
    }
    if (anyFacts(snapshot, FileFacts::hasNulls)) {
      features.add(NULLS);
    }
    if (snapshot.allSegments().anyMatch(SnapshotFeatures::deltasOverlap)) {
      features.add(OVERLAPPING_DELTAS);
    }
    if (snapshot.schema().columns().stream().anyMatch(c -> !c.type().kind().isOfVersion1())) {
      features.add(TYPES);
    }
    return features;
  }

  private static boolean anyFacts(Snapshot snapshot, Predicate<FileFacts> test) {
    return snapshot.files().map(DataFile::facts).flatMap(Stream::ofNullable).anyMatch(test);
  }

  private static boolean isEvolved(Column column) {
    return !column.physicalName().equals(column.name());
  }

  /**
   * Version 1 takes the first row of a key that it meets, files by their declared start from the
   * latest on: right when each file starts after everything in those before it. Only files that a
   * commit of version 2 listed are asked: what version 1 listed, its readers read as they do.
   */
  private static boolean deltasOverlap(Segment segment) {
    List<DeltaFile> deltas = new ArrayList<>(segment.deltas());
    if (deltas.stream().allMatch(delta -> delta.file().facts() == null)) {
      return false;
    }
    deltas.sort(Comparator.comparing(delta -> delta.range().start()));
    @Nullable EventTime greatest = null;
    for (DeltaFile delta : deltas) {
      if (greatest != null && delta.range().start().compareTo(greatest) <= 0) {
        return true;
      }
      greatest = Objects.requireNonNull(delta.range().end());
    }
    return false;
  }
}

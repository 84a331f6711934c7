package io.azof.storage.maintain;

import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A data file as the newest version that lists it has it.
 *
 * @param least the earliest event time that the place in the tree allows its rows; null: any
 * @param greatest the latest one
 */
record ListedFile(Snapshot snapshot, DataFile file, @Nullable EventTime least, EventTime greatest) {

  String name() {
    return file.name();
  }

  boolean allows(long minMillis, long maxMillis) {
    return (least == null || minMillis >= least.epochMillis())
        && maxMillis <= greatest.epochMillis();
  }

  /** The range in words. */
  String range() {
    return least == null ? "up to " + greatest : "from " + least + " to " + greatest;
  }

  /** All files of a version, as listed. */
  static List<ListedFile> of(Snapshot snapshot) {
    List<ListedFile> files = new ArrayList<>();
    snapshot.allSegments().forEach(segment -> add(snapshot, segment, files));
    return files;
  }

  private static void add(Snapshot snapshot, Segment segment, List<ListedFile> files) {
    EventTime start = segment.range().start();
    EventTime before = new EventTime(start.epochMillis() - 1);
    Optional.ofNullable(segment.base())
        .map(base -> new ListedFile(snapshot, base, null, base.facts() == null ? start : before))
        .ifPresent(files::add);
    segment
        .deltas()
        .forEach(
            delta -> {
              TimeRange range = delta.range();
              EventTime end = range.end() == null ? range.start() : range.end();
              files.add(
                  delta.isPatch()
                      ? new ListedFile(snapshot, delta.file(), null, before)
                      : new ListedFile(snapshot, delta.file(), range.start(), end));
            });
  }
}

package io.azof.storage.write;

import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import io.azof.storage.model.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The open segments of a tree from its root down to the open leaf: where new rows go. A row matters
 * for every time from its event time on, so it hangs on the lowest segment that covers all of
 * these: the last of the chain that starts at or before it. Pure.
 *
 * @param segments the root first, at least that
 */
record OpenChain(List<Segment> segments) {

  OpenChain {
    segments = List.copyOf(segments);
  }

  /**
   * @param root an open segment
   */
  static OpenChain of(Segment root) {
    List<Segment> chain = new ArrayList<>(List.of(root));
    List<Segment> open = open(root.children());
    while (!open.isEmpty()) {
      Segment next = open.get(0);
      chain.add(next);
      open = open(next.children());
    }
    return new OpenChain(chain);
  }

  private static List<Segment> open(List<Segment> segments) {
    return segments.stream().filter(segment -> segment.range().isOpen()).toList();
  }

  /**
   * From where on each of the segments takes rows, ascending: from where on it and all above it
   * cover. In a table of version 1 a segment may start before its parent.
   */
  List<EventTime> starts() {
    List<EventTime> starts = new ArrayList<>();
    EventTime latest = segments.get(0).range().start();
    for (Segment segment : segments) {
      EventTime start = segment.range().start();
      latest = start.compareTo(latest) > 0 ? start : latest;
      starts.add(latest);
    }
    return starts;
  }

  /** The place in the chain of the segment for rows of that time, which is not before the root. */
  int placeOf(EventTime time) {
    List<EventTime> starts = starts();
    int place = starts.size() - 1;
    while (place > 0 && time.compareTo(starts.get(place)) < 0) {
      place--;
    }
    return place;
  }

  /** Whether rows of all the file's event times go to one segment. */
  boolean holdsTogether(StagedFile file) {
    return placeOf(file.facts().minEventTime()) == placeOf(file.facts().maxEventTime());
  }

  /** Whether rows of that time are older than the open leaf. */
  boolean isLate(EventTime time) {
    return placeOf(time) < segments.size() - 1;
  }

  /**
   * The root with more deltas on the segments of the chain.
   *
   * @param names of the files in the store; each file holds together
   * @param sequence the version that brings them
   */
  Segment withDeltas(Map<StagedFile, String> names, long sequence) {
    return withDeltas(0, names, sequence);
  }

  private Segment withDeltas(int place, Map<StagedFile, String> names, long sequence) {
    Segment segment = segments.get(place);
    List<DeltaFile> deltas = new ArrayList<>(segment.deltas());
    names.forEach(
        (file, name) -> {
          if (placeOf(file.facts().minEventTime()) == place) {
            deltas.add(delta(file, name, sequence));
          }
        });
    List<Segment> children = new ArrayList<>(segment.children());
    if (place + 1 < segments.size()) {
      int open = children.indexOf(segments.get(place + 1));
      children.set(open, withDeltas(place + 1, names, sequence));
    }
    return new Segment(segment.id(), segment.range(), segment.base(), deltas, children);
  }

  private static DeltaFile delta(StagedFile file, String name, long sequence) {
    TimeRange range = new TimeRange(file.facts().minEventTime(), file.facts().maxEventTime());
    return new DeltaFile(file.dataFile(name, sequence), range, false);
  }
}

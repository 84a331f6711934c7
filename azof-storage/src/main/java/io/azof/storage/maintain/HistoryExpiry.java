package io.azof.storage.maintain;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Draft;
import io.azof.storage.snapshot.HistoryFloor;
import java.util.List;
import java.util.Map;

/**
 * Lets go of the states before an event time: raises the floor of a table, and drops the segments
 * that end before it. No answer at or after the floor changes, since none of them covers any such
 * time.
 *
 * @param floor the earliest event time that can be asked for afterwards
 * @param now the wall clock
 */
record HistoryExpiry(String table, EventTime floor, EventTime now) implements Change {

  @Override
  public Prepared prepare(Snapshot current) {
    if (current.lineage() == null) {
      throw new AzofException(
          ErrorCode.UNSUPPORTED,
          "Table \""
              + table
              + "\" is of version 1 of the format, which cannot say that history has expired; it"
              + " can once something has been written to it");
    }
    if (floor.compareTo(now) > 0) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "History before " + floor + " cannot expire yet: it is " + now + " now");
    }
    HistoryFloor before = new HistoryFloor(current.eventTimeFloor());
    if (new HistoryFloor(floor).isBelow(before)) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The history of table \""
              + table
              + "\" before "
              + before.time()
              + " has expired already; the"
              + " floor cannot go back to "
              + floor);
    }
    List<Segment> kept = new HistoryFloor(floor).kept(current.segments());
    long dropped = count(current.segments()) - count(kept);
    return new MetadataOnly(
        new Draft(
            current.schema(),
            kept,
            current.properties(),
            floor,
            current.lineage().retainedFrom(),
            Operation.EXPIRE,
            Map.of(
                "dropped_segments", Long.toString(dropped), "event_time_floor", floor.toString())));
  }

  /** Whether the floor is another one than before. */
  boolean changes(Snapshot current) {
    return !floor.equals(current.eventTimeFloor());
  }

  private static long count(List<Segment> segments) {
    return segments.stream().flatMap(Segment::walk).count();
  }
}

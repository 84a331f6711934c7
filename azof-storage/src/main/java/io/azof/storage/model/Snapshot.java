package io.azof.storage.model;

import java.util.List;

/**
 * One committed version of a table: its schema and its tree of segments. Immutable, like the object
 * that it was read from.
 *
 * @param version the number of the version, positive
 */
public record Snapshot(long version, TableSchema schema, List<Segment> segments) {
  public Snapshot {
    segments = List.copyOf(segments);
  }
}

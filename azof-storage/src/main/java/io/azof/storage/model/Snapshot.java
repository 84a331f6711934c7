package io.azof.storage.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One committed version of a table: its schema and its tree of segments. Immutable, like the object
 * that it was read from.
 *
 * @param version the number of the version, positive
 * @param properties the table's settings, by name
 * @param eventTimeFloor the earliest event time whose state can be asked for; null: any
 * @param lineage where this version comes from; null in a snapshot of version 1 of the format
 */
public record Snapshot(
    long version,
    TableSchema schema,
    List<Segment> segments,
    Map<String, String> properties,
    @Nullable EventTime eventTimeFloor,
    @Nullable Lineage lineage) {

  public Snapshot {
    segments = List.copyOf(segments);
    properties = Map.copyOf(properties);
    if (lineage != null && lineage.parent() >= version) {
      throw new IllegalArgumentException(
          "version " + version + " has the parent " + lineage.parent());
    }
  }

  /** A snapshot of version 1 of the format. */
  public Snapshot(long version, TableSchema schema, List<Segment> segments) {
    this(version, schema, segments, Map.of(), null, null);
  }

  /** All segments, parents first. */
  public Stream<Segment> allSegments() {
    return segments.stream().flatMap(Segment::walk);
  }

  /** All data files, each as often as it is listed. */
  public Stream<DataFile> files() {
    return allSegments().flatMap(Segment::files);
  }
}

package io.azof.storage.snapshot;

import io.azof.storage.model.EventTime;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the next version of a table shall be, but for what only the commit knows: ids, time,
 * history.
 *
 * @param properties the table's settings, by name
 * @param eventTimeFloor the earliest event time whose state can be asked for; null: any
 * @param retainedFrom the oldest version that is kept; at most the next version itself
 * @param summary figures and words about the operation, for people
 */
public record Draft(
    TableSchema schema,
    List<Segment> segments,
    Map<String, String> properties,
    @Nullable EventTime eventTimeFloor,
    long retainedFrom,
    Operation operation,
    Map<String, String> summary) {

  public Draft {
    segments = List.copyOf(segments);
    properties = Map.copyOf(properties);
    summary = Map.copyOf(summary);
  }

  /**
   * The next version with other segments and all else as it is. A table that version 1 of the
   * format made begins its retained versions with the one that {@code current} is.
   */
  public static Draft of(
      Snapshot current, List<Segment> segments, Operation operation, Map<String, String> summary) {
    return new Draft(
        current.schema(),
        segments,
        current.properties(),
        current.eventTimeFloor(),
        current.lineage() == null ? current.version() : current.lineage().retainedFrom(),
        operation,
        summary);
  }

  /** The same with other columns. */
  public Draft withSchema(TableSchema newSchema) {
    return new Draft(
        newSchema, segments, properties, eventTimeFloor, retainedFrom, operation, summary);
  }
}

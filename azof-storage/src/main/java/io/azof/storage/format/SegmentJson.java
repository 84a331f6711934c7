package io.azof.storage.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Segment;
import io.azof.storage.model.TimeRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tree of a snapshot: docs/FORMAT.md, Segments. */
final class SegmentJson {
  /** How deep a tree of segments may be; deeper ones are refused rather than overflow a stack. */
  private static final int DEPTH_MAX = 100;

  private SegmentJson() {}

  /**
   * @param places the root segments
   */
  static List<Segment> read(List<JsonPlace> places) {
    return read(places, 0);
  }

  private static List<Segment> read(List<JsonPlace> places, int depth) {
    List<Segment> segments = new ArrayList<>();
    for (JsonPlace place : places) {
      if (depth >= DEPTH_MAX) {
        throw place.corrupt("nests segments deeper than " + DEPTH_MAX + " levels", null);
      }
      segments.add(segment(place, depth));
    }
    return segments;
  }

  private static Segment segment(JsonPlace place, int depth) {
    String id = place.text("id");
    TimeRange range = range(place);
    @Nullable DataFile base = place.has("file") ? file(place) : null;
    List<DeltaFile> deltas = new ArrayList<>();
    for (JsonPlace delta : place.optionalList("delta")) {
      DataFile file = file(delta);
      delta.text("end");
      TimeRange deltaRange = range(delta);
      boolean patch = delta.flag("patch", false);
      deltas.add(delta.checked(() -> new DeltaFile(file, deltaRange, patch)));
    }
    return new Segment(id, range, base, deltas, read(place.optionalList("segments"), depth + 1));
  }

  private static TimeRange range(JsonPlace place) {
    EventTime start = place.time("start");
    @Nullable EventTime end = place.optionalTime("end");
    return place.checked(() -> new TimeRange(start, end));
  }

  private static DataFile file(JsonPlace place) {
    String name = place.fileName("file");
    JsonPlace facts = place.object("facts");
    return new DataFile(name, facts == null ? null : facts(facts));
  }

  private static FileFacts facts(JsonPlace place) {
    return place.checked(
        () ->
            new FileFacts(
                place.number("rows"),
                place.number("bytes"),
                place.text("min_key"),
                place.text("max_key"),
                place.time("min_event_time"),
                place.time("max_event_time"),
                place.number("deletes", 0),
                place.flag("nulls", false),
                place.number("min_seq"),
                place.number("max_seq"),
                place.smallNumber("schema_id", 1),
                place.text("crc32c")));
  }

  static void write(List<Segment> segments, ArrayNode target) {
    for (Segment segment : segments) {
      ObjectNode node = target.addObject();
      node.put("id", segment.id());
      write(segment.range(), node);
      if (segment.base() != null) {
        write(segment.base(), node);
      }
      if (!segment.deltas().isEmpty()) {
        ArrayNode deltas = node.putArray("delta");
        segment.deltas().forEach(delta -> write(delta, deltas.addObject()));
      }
      if (!segment.children().isEmpty()) {
        write(segment.children(), node.putArray("segments"));
      }
    }
  }

  private static void write(DeltaFile delta, ObjectNode node) {
    write(delta.file(), node);
    write(delta.range(), node);
    if (delta.isPatch()) {
      node.put("patch", true);
    }
  }

  private static void write(TimeRange range, ObjectNode node) {
    node.put("start", range.start().toString());
    if (range.end() != null) {
      node.put("end", range.end().toString());
    }
  }

  private static void write(DataFile file, ObjectNode node) {
    node.put("file", file.name());
    FileFacts facts = file.facts();
    if (facts == null) {
      return;
    }
    ObjectNode target = node.putObject("facts");
    target.put("rows", facts.rows());
    target.put("bytes", facts.bytes());
    target.put("min_key", facts.minKey());
    target.put("max_key", facts.maxKey());
    target.put("min_event_time", facts.minEventTime().toString());
    target.put("max_event_time", facts.maxEventTime().toString());
    if (facts.deletes() > 0) {
      target.put("deletes", facts.deletes());
    }
    if (facts.hasNulls()) {
      target.put("nulls", true);
    }
    target.put("min_seq", facts.minSequence());
    target.put("max_seq", facts.maxSequence());
    target.put("schema_id", facts.schemaId());
    target.put("crc32c", facts.crc32c());
  }
}

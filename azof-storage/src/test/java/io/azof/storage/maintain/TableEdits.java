package io.azof.storage.maintain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.azof.storage.format.SnapshotJson;
import io.azof.storage.maintain.VersionedTable.Row;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Changes what a {@link VersionedTable} says of itself, truly or not. */
record TableEdits(VersionedTable table) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Changes a snapshot as text; features stay as they are. */
  void json(long version, Consumer<ObjectNode> edit) {
    ObjectNode top = tree(version);
    edit.accept(top);
    table.put("s" + version + ".json", top.toString());
  }

  /** Changes every snapshot as text; features stay as they are. */
  void everyJson(Consumer<ObjectNode> edit) {
    table.versions().forEach(version -> json(version.version(), edit));
  }

  /** Changes what all versions say of a file; their features are what they then have to be. */
  void facts(String file, Consumer<ObjectNode> edit) {
    table.versions().forEach(version -> facts(version.version(), file, edit));
  }

  /** Changes what one version says of a file; its features are what they then have to be. */
  void facts(long version, String file, Consumer<ObjectNode> edit) {
    ObjectNode top = tree(version);
    for (JsonNode place : top.findParents("file")) {
      if (place.path("file").asText().equals(file)) {
        edit.accept((ObjectNode) place.path("facts"));
      }
    }
    byte[] text = top.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    table.write(SnapshotJson.parse("edited", version, text));
  }

  /** Puts other rows into a file, in this order, and says so everywhere. */
  void rows(String file, List<Row> rows) {
    content(file, VersionedTable.parquet(rows));
    FileFacts facts = VersionedTable.facts(rows, table.content(file));
    facts(
        file,
        node ->
            node.put("rows", facts.rows())
                .put("min_key", facts.minKey())
                .put("max_key", facts.maxKey())
                .put("min_event_time", facts.minEventTime().toString())
                .put("max_event_time", facts.maxEventTime().toString())
                .put("deletes", facts.deletes())
                .put("nulls", facts.hasNulls())
                .put("min_seq", facts.minSequence())
                .put("max_seq", facts.maxSequence()));
  }

  /** Puts other bytes into a file, and says everywhere how many and which checksum they have. */
  void content(String file, byte[] content) {
    table.put(file, content);
    FileFacts facts = VersionedTable.facts(List.of(Row.put("k", 0, 1, 0)), content);
    facts(file, node -> node.put("bytes", facts.bytes()).put("crc32c", facts.crc32c()));
  }

  /** Changes every segment of a version, children first. */
  void segments(long version, UnaryOperator<Segment> edit) {
    Snapshot snapshot = table.version(version);
    table.write(
        new Snapshot(
            version,
            snapshot.schema(),
            edited(snapshot.segments(), edit),
            snapshot.properties(),
            snapshot.eventTimeFloor(),
            snapshot.lineage()));
  }

  private static List<Segment> edited(List<Segment> segments, UnaryOperator<Segment> edit) {
    return segments.stream()
        .map(
            segment ->
                edit.apply(
                    new Segment(
                        segment.id(),
                        segment.range(),
                        segment.base(),
                        segment.deltas(),
                        edited(segment.children(), edit))))
        .toList();
  }

  private ObjectNode tree(long version) {
    try {
      return (ObjectNode) MAPPER.readTree(table.content("s" + version + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.azof.storage.format;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.azof.error.AzofException;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A snapshot as JSON and back, as docs/FORMAT.md (Snapshots) says. Reading ignores unknown fields;
 * everything else that is not as it should be is an error that names the snapshot and the place in
 * it.
 */
public final class SnapshotJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int FORMAT_VERSION = 2;

  private SnapshotJson() {}

  /**
   * @param key the snapshot's object key, for messages
   * @throws AzofException {@code METADATA_CORRUPT}, or {@code FORMAT_UNSUPPORTED} when the snapshot
   *     needs a feature or version of the format that is not known here
   */
  public static Snapshot parse(String key, long version, byte[] json) {
    JsonPlace top = new JsonPlace(key, "", tree(key, json));
    if (!top.node().isObject()) {
      throw top.corrupt("is not a JSON object", null);
    }
    requireKnownFeatures(top);
    boolean isVersion1 = requireKnownFormat(top) == 1;
    TableSchema schema = SchemaJson.read(top);
    if (isVersion1) {
      return new Snapshot(version, schema, SegmentJson.read(top.list("segments")));
    }
    requireVersion(top, version);
    List<Segment> segments = SegmentJson.read(top.list(top.has("tree") ? "tree" : "segments"));
    Lineage lineage = LineageJson.read(top);
    return top.checked(
        () ->
            new Snapshot(
                version,
                schema,
                segments,
                top.texts("properties"),
                top.optionalTime("event_time_floor"),
                lineage));
  }

  /**
   * What a snapshot says that its readers must know.
   *
   * @param key the snapshot's object key, for messages
   * @param json one that {@link #parse} reads
   */
  public static DeclaredFeatures declaredFeatures(String key, byte[] json) {
    JsonNode top = tree(key, json);
    Set<String> names = new HashSet<>();
    top.path("reader_features").forEach(feature -> names.add(feature.asText()));
    return new DeclaredFeatures(names, !top.has("segments"));
  }

  /**
   * A snapshot in version 2 of the format; equal snapshots are equal bytes.
   *
   * @param snapshot with a lineage
   */
  public static byte[] write(Snapshot snapshot) {
    Lineage lineage = snapshot.lineage();
    if (lineage == null) {
      throw new IllegalArgumentException("version " + snapshot.version() + " has no lineage");
    }
    ObjectNode top = MAPPER.createObjectNode();
    top.put("format_version", FORMAT_VERSION);
    top.put("version", snapshot.version());
    Set<String> features = SnapshotFeatures.of(snapshot);
    ArrayNode readerFeatures = top.putArray("reader_features");
    features.forEach(readerFeatures::add);
    LineageJson.write(lineage, top);
    LineageJson.write(snapshot.properties(), top.putObject("properties"));
    if (snapshot.eventTimeFloor() != null) {
      top.put("event_time_floor", snapshot.eventTimeFloor().toString());
    }
    SchemaJson.write(snapshot.schema(), top.putObject("schema"));
    SegmentJson.write(snapshot.segments(), top.putArray(features.isEmpty() ? "segments" : "tree"));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(top);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode tree(String key, byte[] json) {
    JsonPlace nowhere = new JsonPlace(key, "", MissingNode.getInstance());
    try {
      return MAPPER.readTree(json);
    } catch (MismatchedInputException e) {
      throw nowhere.corrupt("goes on after its closing brace", e);
    } catch (JsonProcessingException e) {
      throw nowhere.corrupt("is not valid JSON: " + firstLine(e), e);
    } catch (IOException e) {
      throw nowhere.corrupt("cannot be read: " + e.getMessage(), e);
    }
  }

  private static int requireKnownFormat(JsonPlace top) {
    JsonNode formatVersion = top.node().path("format_version");
    int known = formatVersion.isMissingNode() ? 1 : formatVersion.asInt(0);
    boolean isNumber = formatVersion.isMissingNode() || formatVersion.isInt();
    if (!isNumber || known < 1 || known > FORMAT_VERSION) {
      throw top.unsupported(
          "is of format version "
              + formatVersion
              + "; this version of Azof reads the versions 1 and "
              + FORMAT_VERSION);
    }
    return known;
  }

  private static void requireKnownFeatures(JsonPlace top) {
    JsonNode features = top.node().path("reader_features");
    if (features.isMissingNode()) {
      return;
    }
    List<JsonNode> unknown = new ArrayList<>();
    features.forEach(unknown::add);
    if (top.node().path("format_version").asInt(1) > 1) { // version 1 has no features
      unknown.removeIf(feature -> SnapshotFeatures.KNOWN.contains(feature.asText()));
    }
    if (!features.isArray() || !unknown.isEmpty()) {
      throw top.unsupported(
          "needs the features "
              + (features.isArray() ? unknown : features)
              + ", which this version of Azof does not know; read it with a newer one");
    }
  }

  private static void requireVersion(JsonPlace top, long version) {
    if (top.number("version") != version) {
      throw top.corrupt("says that it is version " + top.number("version"), null);
    }
  }

  private static String firstLine(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    String place =
        location == null
            ? ""
            : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    return Stream.of(e.getOriginalMessage().split("\n", 2)).findFirst().orElse("") + place;
  }
}

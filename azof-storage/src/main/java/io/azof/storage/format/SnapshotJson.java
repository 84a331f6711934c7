package io.azof.storage.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.TimeRange;
import io.azof.storage.objectstore.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a snapshot from its JSON, as docs/FORMAT.md (Snapshot) says. Unknown fields are ignored;
 * everything else that is not as it should be is an error that names the snapshot and the place in
 * it.
 */
public final class SnapshotJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** How deep a tree of segments may be; deeper ones are refused rather than overflow a stack. */
  private static final int DEPTH_MAX = 100;

  private final String key;

  private SnapshotJson(String key) {
    this.key = key;
  }

  /**
   * @param key the snapshot's object key, for messages
   * @throws AzofException {@code METADATA_CORRUPT}, or {@code FORMAT_UNSUPPORTED} when the snapshot
   *     needs a feature or version of the format that is not known here
   */
  public static Snapshot parse(String key, long version, byte[] json) {
    return new SnapshotJson(key).snapshot(version, json);
  }

  private Snapshot snapshot(long version, byte[] json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (MismatchedInputException e) {
      throw corrupt("goes on after its closing brace", e);
    } catch (JsonProcessingException e) {
      throw corrupt("is not valid JSON: " + firstLine(e), e);
    } catch (IOException e) {
      throw corrupt("cannot be read: " + e.getMessage(), e);
    }
    if (!root.isObject()) {
      throw corrupt("is not a JSON object", null);
    }
    requireKnownFormat(root);
    return new Snapshot(version, schema(root), segments(root, "segments", 0));
  }

  private void requireKnownFormat(JsonNode root) {
    JsonNode features = root.path("reader_features");
    boolean none = features.isMissingNode() || (features.isArray() && features.isEmpty());
    if (!none) {
      throw new AzofException(
          ErrorCode.FORMAT_UNSUPPORTED,
          "Snapshot \""
              + key
              + "\" needs the features "
              + features
              + ", which this version of Azof"
              + " does not know; read it with a newer one");
    }
    JsonNode formatVersion = root.path("format_version");
    if (!formatVersion.isMissingNode()
        && !(formatVersion.isInt() && formatVersion.intValue() == 1)) {
      throw new AzofException(
          ErrorCode.FORMAT_UNSUPPORTED,
          "Snapshot \""
              + key
              + "\" is of format version "
              + formatVersion
              + "; this version of Azof reads version 1");
    }
  }

  private TableSchema schema(JsonNode root) {
    JsonNode schema = root.path("schema");
    if (!schema.isObject()) {
      throw corrupt("has no \"schema\"", null);
    }
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : requiredArray(schema, "columns", "schema")) {
      String place = "schema.columns[" + columns.size() + "]";
      String name = requiredText(column, "name", place);
      ColumnType type = type(requiredText(column, "data_type", place), name);
      JsonNode nullable = column.path("nullable");
      if (!nullable.isBoolean()) {
        throw corrupt("has no true or false \"nullable\" in " + place, null);
      }
      columns.add(checked(place, () -> new Column(name, type, nullable.booleanValue())));
    }
    return checked("schema", () -> new TableSchema(columns));
  }

  private ColumnType type(String formatName, String column) {
    for (ColumnType type : ColumnType.values()) {
      if (type.formatName().equals(formatName)) {
        return type;
      }
    }
    String known =
        Arrays.stream(ColumnType.values())
            .map(ColumnType::formatName)
            .collect(Collectors.joining(", "));
    throw new AzofException(
        ErrorCode.FORMAT_UNSUPPORTED,
        "Snapshot \""
            + key
            + "\" gives column \""
            + column
            + "\" the unknown type \""
            + formatName
            + "\"; known are "
            + known);
  }

  private List<Segment> segments(JsonNode parent, String place, int depth) {
    if (depth > DEPTH_MAX) {
      throw corrupt("nests segments deeper than " + DEPTH_MAX + " levels", null);
    }
    List<Segment> segments = new ArrayList<>();
    Iterable<JsonNode> nodes =
        depth == 0
            ? requiredArray(parent, "segments", "the snapshot")
            : optionalArray(parent, "segments", place);
    for (JsonNode node : nodes) {
      segments.add(segment(node, place + "[" + segments.size() + "]", depth));
    }
    return segments;
  }

  private Segment segment(JsonNode node, String place, int depth) {
    String id = requiredText(node, "id", place);
    TimeRange range = range(node, place);
    String baseFile =
        node.path("file").isMissingNode() || node.path("file").isNull()
            ? null
            : fileName(node, place);
    List<DeltaFile> deltas = new ArrayList<>();
    for (JsonNode delta : optionalArray(node, "delta", place)) {
      String deltaPlace = place + ".delta[" + deltas.size() + "]";
      String name = fileName(delta, deltaPlace);
      requiredText(delta, "end", deltaPlace);
      deltas.add(new DeltaFile(name, range(delta, deltaPlace)));
    }
    return new Segment(id, range, baseFile, deltas, segments(node, place + ".segments", depth + 1));
  }

  private TimeRange range(JsonNode node, String place) {
    EventTime start = time(requiredText(node, "start", place), place + ".start");
    JsonNode end = node.path("end");
    @Nullable EventTime endTime =
        end.isMissingNode() || end.isNull()
            ? null
            : time(requiredText(node, "end", place), place + ".end");
    return checked(place, () -> new TimeRange(start, endTime));
  }

  private EventTime time(String text, String place) {
    try {
      return EventTime.parse(text);
    } catch (AzofException e) {
      throw corrupt("has \"" + text + "\" in " + place + ", which is not an RFC 3339 time", e);
    }
  }

  private String fileName(JsonNode node, String place) {
    String name = requiredText(node, "file", place);
    if (!ObjectKey.isName(name)) {
      throw corrupt(
          "names the data file \""
              + name
              + "\" in "
              + place
              + ", which is not a plain name within the table's folder",
          null);
    }
    return name;
  }

  private String requiredText(JsonNode node, String field, String place) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw corrupt("has no text \"" + field + "\" in " + place, null);
    }
    return value.textValue();
  }

  private JsonNode requiredArray(JsonNode node, String field, String place) {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw corrupt("has no list \"" + field + "\" in " + place, null);
    }
    return value;
  }

  private Iterable<JsonNode> optionalArray(JsonNode node, String field, String place) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? List.of() : requiredArray(node, field, place);
  }

  private <T> T checked(String place, java.util.function.Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw corrupt("is wrong in " + place + ": " + e.getMessage(), e);
    }
  }

  private AzofException corrupt(String what, @Nullable Throwable cause) {
    return new AzofException(ErrorCode.METADATA_CORRUPT, "Snapshot \"" + key + "\" " + what, cause);
  }

  private static String firstLine(JsonProcessingException e) {
    String place =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    return Stream.of(e.getOriginalMessage().split("\n", 2)).findFirst().orElse("") + place;
  }
}

package io.azof.storage.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.azof.storage.model.AsOf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a reader of version 1 of the format, {@code azof} 0.2.1, reads a table, with all that it does
 * not know or check: the first row of a key that it meets wins, files in the order of the tree;
 * columns go by position; a null is 0, an empty text or false.
 */
final class Version1Reader {
  private static final Set<String> TYPES = Set.of("String", "Int", "Boolean", "DateTime");

  private final long boundMillis;
  private final boolean latest;
  private final List<String> files = new ArrayList<>();

  private Version1Reader(AsOf asOf) {
    this.boundMillis = asOf.boundMillis();
    this.latest = asOf.equals(AsOf.LATEST);
  }

  /**
   * The state that it would show.
   *
   * @param rows of a data file, in its order: key, event time in epoch milliseconds, values
   * @return empty when it would stop with an error
   */
  static Optional<List<List<@Nullable Object>>> state(
      byte[] snapshot, Function<String, List<List<@Nullable Object>>> rows, AsOf asOf) {
    JsonNode top = tree(snapshot);
    List<String> types = new ArrayList<>();
    for (JsonNode column : top.path("schema").path("columns")) {
      types.add(column.path("data_type").asText());
    }
    if (!TYPES.containsAll(types) || !top.path("segments").isArray()) {
      return Optional.empty();
    }
    Version1Reader reader = new Version1Reader(asOf);
    top.path("segments").forEach(reader::addRoot);
    Map<@Nullable Object, List<@Nullable Object>> first = new LinkedHashMap<>();
    for (String file : reader.files) {
      for (List<@Nullable Object> row : rows.apply(file)) {
        if (eventTime(row) <= reader.boundMillis) {
          first.putIfAbsent(row.get(0), withoutNulls(row.subList(0, types.size() + 2), types));
        }
      }
    }
    return Optional.of(new ArrayList<>(first.values()));
  }

  /** Of a root the deltas and children are taken whether or not it covers the time. */
  private void addRoot(JsonNode root) {
    addFiles(root, covers(root));
  }

  private void addFiles(JsonNode segment, boolean withBase) {
    for (JsonNode child : segment.path("segments")) {
      if (covers(child)) {
        addFiles(child, true);
      }
    }
    List<JsonNode> deltas = new ArrayList<>();
    segment.path("delta").forEach(deltas::add);
    deltas.sort(Comparator.comparingLong((JsonNode delta) -> millis(delta, "start")).reversed());
    for (JsonNode delta : deltas) {
      if (millis(delta, "start") <= boundMillis) {
        files.add(delta.path("file").asText());
      }
    }
    if (withBase && segment.path("file").isTextual()) {
      files.add(segment.path("file").asText());
    }
  }

  private boolean covers(JsonNode segment) {
    boolean open = !segment.path("end").isTextual();
    if (latest) {
      return open;
    }
    return millis(segment, "start") <= boundMillis
        && (open || boundMillis <= millis(segment, "end"));
  }

  private static List<@Nullable Object> withoutNulls(
      List<@Nullable Object> row, List<String> types) {
    List<@Nullable Object> values = new ArrayList<>(row);
    for (int i = 0; i < types.size(); i++) {
      if (values.get(i + 2) == null) {
        values.set(
            i + 2,
            switch (types.get(i)) {
              case "String" -> "";
              case "Boolean" -> false;
              default -> 0L;
            });
      }
    }
    return values;
  }

  private static long eventTime(List<@Nullable Object> row) {
    return row.get(1) instanceof Long millis ? millis : 0;
  }

  private static long millis(JsonNode node, String field) {
    return Instant.parse(node.path(field).asText()).toEpochMilli();
  }

  private static JsonNode tree(byte[] json) {
    try {
      return JsonMapper.builder().build().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.azof.storage.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.EventTime;
import io.azof.storage.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An object within a snapshot's JSON, which knows where it stands, so that what is wrong with it
 * can be said. All methods throw {@code METADATA_CORRUPT} for what is not as asked for.
 *
 * @param key the snapshot's object key
 * @param path the place, such as {@code segments[0].delta[2]}; empty for the top
 */
record JsonPlace(String key, String path, JsonNode node) {

  private String name() {
    return path.isEmpty() ? "the snapshot" : path;
  }

  private String below(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** The object in a field; null when there is none. */
  @Nullable JsonPlace object(String field) {
    JsonNode value = node.path(field);
    return value.isObject() ? new JsonPlace(key, below(field), value) : null;
  }

  boolean has(String field) {
    return !node.path(field).isMissingNode() && !node.path(field).isNull();
  }

  String text(String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw corrupt("has no text \"" + field + "\" in " + name(), null);
    }
    return value.textValue();
  }

  @Nullable String optionalText(String field) {
    return has(field) ? text(field) : null;
  }

  long number(String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw corrupt("has no whole number \"" + field + "\" in " + name(), null);
    }
    return value.longValue();
  }

  long number(String field, long otherwise) {
    return has(field) ? number(field) : otherwise;
  }

  int smallNumber(String field, int otherwise) {
    long value = number(field, otherwise);
    if (value != (int) value) {
      throw corrupt(
          "has the too large number " + value + " as \"" + field + "\" in " + name(), null);
    }
    return (int) value;
  }

  boolean flag(String field) {
    JsonNode value = node.path(field);
    if (!value.isBoolean()) {
      throw corrupt("has no true or false \"" + field + "\" in " + name(), null);
    }
    return value.booleanValue();
  }

  boolean flag(String field, boolean otherwise) {
    return has(field) ? flag(field) : otherwise;
  }

  EventTime time(String field) {
    String text = text(field);
    try {
      return EventTime.parse(text);
    } catch (AzofException e) {
      throw corrupt(
          "has \"" + text + "\" in " + below(field) + ", which is not an RFC 3339 time", e);
    }
  }

  @Nullable EventTime optionalTime(String field) {
    return has(field) ? time(field) : null;
  }

  /** The plain name of a data file. */
  String fileName(String field) {
    String name = text(field);
    if (!ObjectKey.isName(name)) {
      throw corrupt(
          "names the data file \""
              + name
              + "\" in "
              + name()
              + ", which is not a plain name within the table's folder",
          null);
    }
    return name;
  }

  /** Texts by name; none when the field is not there. */
  Map<String, String> texts(String field) {
    if (!has(field)) {
      return Map.of();
    }
    JsonPlace object = object(field);
    if (object == null) {
      throw corrupt("has no object \"" + field + "\" in " + name(), null);
    }
    Map<String, String> texts = new LinkedHashMap<>();
    object.node().fieldNames().forEachRemaining(name -> texts.put(name, object.text(name)));
    return texts;
  }

  List<JsonPlace> list(String field) {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw corrupt("has no list \"" + field + "\" in " + name(), null);
    }
    List<JsonPlace> elements = new ArrayList<>();
    for (JsonNode element : value) {
      elements.add(new JsonPlace(key, below(field) + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  List<JsonPlace> optionalList(String field) {
    return has(field) ? list(field) : List.of();
  }

  /** Makes a record whose constructor may refuse. */
  <T> T checked(Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw corrupt("is wrong in " + name() + ": " + e.getMessage(), e);
    }
  }

  AzofException corrupt(String what, @Nullable Throwable cause) {
    return new AzofException(ErrorCode.METADATA_CORRUPT, "Snapshot \"" + key + "\" " + what, cause);
  }

  AzofException unsupported(String what) {
    return new AzofException(ErrorCode.FORMAT_UNSUPPORTED, "Snapshot \"" + key + "\" " + what);
  }
}

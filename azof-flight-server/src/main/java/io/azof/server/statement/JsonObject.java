package io.azof.server.statement;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Consumer;

/** A JSON object that is being written, its fields in the order in which they are put. */
public final class JsonObject {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator out;

  private JsonObject(JsonGenerator out) {
    this.out = out;
  }

  /**
   * The text of an object, on one line.
   *
   * @param fields puts them
   */
  public static String text(Consumer<JsonObject> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      fields.accept(new JsonObject(out));
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a writer into memory throws none
    }
    return text.toString();
  }

  /** Puts a text. */
  public JsonObject put(String name, String value) {
    return write(() -> out.writeStringField(name, value));
  }

  /** Puts a text, or null when there is none. */
  public JsonObject put(String name, Optional<String> value) {
    return value.isPresent() ? put(name, value.get()) : write(() -> out.writeNullField(name));
  }

  /** Puts a number. */
  public JsonObject put(String name, long value) {
    return write(() -> out.writeNumberField(name, value));
  }

  /** Puts an object with a list of numbers for each name. */
  public JsonObject put(String name, SortedMap<String, SortedSet<Long>> lists) {
    return write(
        () -> {
          out.writeObjectFieldStart(name);
          for (Map.Entry<String, SortedSet<Long>> list : lists.entrySet()) {
            out.writeArrayFieldStart(list.getKey());
            for (long number : list.getValue()) {
              out.writeNumber(number);
            }
            out.writeEndArray();
          }
          out.writeEndObject();
        });
  }

  /** Puts a time, as ISO 8601 has it. */
  public JsonObject put(String name, Instant value) {
    return put(name, value.toString());
  }

  private JsonObject write(Field field) {
    try {
      field.write();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a writer into memory throws none
    }
  }

  private interface Field {
    void write() throws IOException;
  }
}

package io.azof.server.flight;

import io.azof.server.session.Namespace;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.flight.NoOpSessionOptionValueVisitor;
import org.apache.arrow.flight.SessionOptionValue;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsResult;

/**
 * The options of a session: the catalog and the schema, which are the same for all. Clients may set
 * them to what they are.
 */
final class SessionOptions {
  private static final Map<String, String> VALUES =
      Map.of("catalog", Namespace.CATALOG, "schema", Namespace.SCHEMA);

  private SessionOptions() {}

  static Map<String, SessionOptionValue> all() {
    Map<String, SessionOptionValue> all = new HashMap<>();
    VALUES.forEach(
        (name, value) -> all.put(name, SessionOptionValueFactory.makeSessionOptionValue(value)));
    return all;
  }

  /** An error for each option that cannot be set so. */
  static SetSessionOptionsResult set(Map<String, SessionOptionValue> options) {
    Map<String, SetSessionOptionsResult.Error> failed = new HashMap<>();
    options.forEach(
        (name, value) -> {
          if (!VALUES.containsKey(name)) {
            failed.put(name, error(SetSessionOptionsResult.ErrorValue.INVALID_NAME));
          } else if (!VALUES.get(name).equals(text(value))) {
            failed.put(name, error(SetSessionOptionsResult.ErrorValue.INVALID_VALUE));
          }
        });
    return new SetSessionOptionsResult(failed);
  }

  private static SetSessionOptionsResult.Error error(SetSessionOptionsResult.ErrorValue value) {
    return new SetSessionOptionsResult.Error(value);
  }

  private static String text(SessionOptionValue value) {
    String text = value.acceptVisitor(new TextVisitor());
    return text == null ? "" : text;
  }

  private static final class TextVisitor extends NoOpSessionOptionValueVisitor<String> {
    @Override
    public String visit(String value) {
      return value;
    }
  }
}

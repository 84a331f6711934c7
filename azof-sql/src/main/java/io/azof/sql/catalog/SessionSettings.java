package io.azof.sql.catalog;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a session says for all of its statements, and where it said so. Immutable. */
public final class SessionSettings {

  /** Where a value comes from. */
  public enum Origin {
    /** Nobody says one. */
    DEFAULT,
    /** The client says it with each call, as a URL does. */
    CONNECTION,
    /** It was set, by SET or as an option of the session. */
    SESSION
  }

  /**
   * A value.
   *
   * @param text in its canonical form
   */
  public record Value(String text, Origin origin) {}

  /** Of a session that says nothing. */
  public static final SessionSettings NONE = new SessionSettings(Map.of());

  private final Map<SessionSetting, Value> values;

  private SessionSettings(Map<SessionSetting, Value> values) {
    this.values = values;
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for anything else
   */
  public static SessionSettings parse(String text) {
    SessionSettings settings = NONE;
    for (String part : text.isEmpty() ? new String[0] : text.split(";", -1)) {
      String[] words = part.split(" ", -1);
      if (words.length != 3) {
        throw unreadable(text);
      }
      SessionSetting setting = SessionSetting.of(words[0]).orElseThrow(() -> unreadable(text));
      settings = settings.with(setting, words[2], origin(words[1]));
    }
    return settings;
  }

  private static Origin origin(String name) {
    return Arrays.stream(Origin.values())
        .filter(origin -> origin.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unreadable(name));
  }

  private static AzofException unreadable(String text) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID, "\"" + text + "\" does not tell what a session says");
  }

  /** All that is said, in one line. */
  public String text() {
    return values.entrySet().stream()
        .map(
            entry ->
                entry.getKey().settingName()
                    + " "
                    + entry.getValue().origin()
                    + " "
                    + entry.getValue().text())
        .collect(Collectors.joining(";"));
  }

  /**
   * The same settings and one more. Of a setting that has only one value nothing is said.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for what cannot be a value
   */
  public SessionSettings with(SessionSetting setting, String text, Origin origin) {
    String canonical = setting.canonical(text);
    return setting.hasOneValue() ? this : with(setting, new Value(canonical, origin));
  }

  /** The same settings without one. */
  public SessionSettings without(SessionSetting setting) {
    return with(setting, null);
  }

  private SessionSettings with(SessionSetting setting, @Nullable Value value) {
    Map<SessionSetting, Value> changed = new EnumMap<>(SessionSetting.class);
    changed.putAll(values);
    if (value == null) {
      changed.remove(setting);
    } else {
      changed.put(setting, value);
    }
    return new SessionSettings(changed);
  }

  /** These settings, and those of another session where this one says nothing. */
  public SessionSettings over(SessionSettings other) {
    Map<SessionSetting, Value> all = new EnumMap<>(SessionSetting.class);
    all.putAll(other.values);
    all.putAll(values);
    return new SessionSettings(all);
  }

  /** Whether nothing is said. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The value of a setting, or its default. */
  public Value value(SessionSetting setting) {
    Value value = values.get(setting);
    return value == null ? new Value(setting.defaultText(), Origin.DEFAULT) : value;
  }

  /** When tables are looked at that have no time clause. */
  public AsOf asOf() {
    String text = value(SessionSetting.AS_OF).text();
    return text.equals(SessionSetting.LATEST) ? AsOf.LATEST : AsOf.at(EventTime.parse(text));
  }

  /** The version at which tables are looked at that have no version clause; empty: the current. */
  public OptionalLong version() {
    String text = value(SessionSetting.VERSION).text();
    return text.equals(SessionSetting.LATEST)
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(text));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SessionSettings settings && values.equals(settings.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}

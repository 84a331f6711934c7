package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.sql.catalog.SessionSetting;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.catalog.SessionSettings.Origin;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flight.NoOpSessionOptionValueVisitor;
import org.apache.arrow.flight.SessionOptionValue;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SessionOptionValueVisitor;
import org.apache.arrow.flight.SetSessionOptionsResult;
import org.apache.arrow.flight.SetSessionOptionsResult.ErrorValue;
import org.jspecify.annotations.Nullable;

/** The settings of a session as the options that Flight knows. */
final class SessionOptions {
  private SessionOptions() {}

  /** All settings, as they hold for the statements of the session. */
  static Map<String, SessionOptionValue> all(SessionSettings settings) {
    Map<String, SessionOptionValue> all = new HashMap<>();
    for (SessionSetting setting : SessionSetting.values()) {
      String text = settings.value(setting).text();
      all.put(setting.settingName(), SessionOptionValueFactory.makeSessionOptionValue(text));
    }
    return all;
  }

  /**
   * Sets options; an empty value takes back what was set.
   *
   * @return an error for each option that cannot be set so; the others are set
   * @throws AzofException as {@link CallSession#change}
   */
  static SetSessionOptionsResult set(CallSession session, Map<String, SessionOptionValue> options) {
    Map<SessionSetting, Optional<String>> values = new EnumMap<>(SessionSetting.class);
    Map<String, SetSessionOptionsResult.Error> failed = new HashMap<>();
    options.forEach(
        (name, option) -> {
          Optional<SessionSetting> setting = SessionSetting.of(name);
          Optional<String> text = Optional.ofNullable(option.acceptVisitor(TEXT));
          if (setting.isEmpty()) {
            failed.put(name, new SetSessionOptionsResult.Error(ErrorValue.INVALID_NAME));
          } else if (text.isPresent() && !isValid(setting.get(), text.get())) {
            failed.put(name, new SetSessionOptionsResult.Error(ErrorValue.INVALID_VALUE));
          } else {
            values.put(setting.get(), text);
          }
        });
    session.change(settings -> changed(settings, values));
    return new SetSessionOptionsResult(failed);
  }

  private static boolean isValid(SessionSetting setting, String text) {
    try {
      setting.canonical(text);
      return true;
    } catch (AzofException e) {
      return false;
    }
  }

  private static SessionSettings changed(
      SessionSettings settings, Map<SessionSetting, Optional<String>> values) {
    SessionSettings changed = settings;
    for (Map.Entry<SessionSetting, Optional<String>> entry : values.entrySet()) {
      SessionSetting setting = entry.getKey();
      Optional<String> text = entry.getValue();
      changed =
          text.isPresent()
              ? changed.with(setting, text.get(), Origin.SESSION)
              : changed.without(setting);
    }
    return changed;
  }

  /** Any value as text; null for none. */
  private static final SessionOptionValueVisitor<@Nullable String> TEXT =
      new NoOpSessionOptionValueVisitor<>() {
        @Override
        public String visit(String value) {
          return value;
        }

        @Override
        public String visit(boolean value) {
          return Boolean.toString(value);
        }

        @Override
        public String visit(long value) {
          return Long.toString(value);
        }

        @Override
        public String visit(double value) {
          return Double.toString(value);
        }

        @Override
        public String visit(String[] value) {
          return String.join(",", value);
        }
      };
}

package io.azof.sql.catalog;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.EventTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client can say once for all statements of its session. */
public enum SessionSetting {
  /** The event time at which tables are looked at that have no time clause. */
  AS_OF("as_of", SessionSetting.LATEST) {
    @Override
    public String canonical(String text) {
      return isLatest(text) ? LATEST : EventTime.parse(text).toString();
    }
  },
  /** The version at which tables are looked at that have no version clause. */
  VERSION("version", SessionSetting.LATEST) {
    @Override
    public String canonical(String text) {
      if (isLatest(text)) {
        return LATEST;
      }
      try {
        return Long.toString(nonNegative(text.strip()));
      } catch (NumberFormatException e) {
        throw invalid(text, "a version is a number, or latest", e);
      }
    }
  },
  /** The catalog of all tables: it can be set to what it is. */
  CATALOG("catalog", "azof") {
    @Override
    public String canonical(String text) {
      return onlyDefault(text);
    }
  },
  /** The schema of all tables: it can be set to what it is. */
  SCHEMA("schema", "main") {
    @Override
    public String canonical(String text) {
      return onlyDefault(text);
    }
  };

  /** The value that asks for what is current. */
  static final String LATEST = "latest";

  private final String settingName;
  private final String defaultText;

  SessionSetting(String settingName, String defaultText) {
    this.settingName = settingName;
    this.defaultText = defaultText;
  }

  /** The setting of a name, in any case; empty when there is none. */
  public static Optional<SessionSetting> of(String name) {
    return Arrays.stream(values())
        .filter(setting -> setting.settingName.equalsIgnoreCase(name))
        .findFirst();
  }

  /** The name by which clients know it. */
  public String settingName() {
    return settingName;
  }

  /** The value when nobody says one. */
  public String defaultText() {
    return defaultText;
  }

  /**
   * A value in the one way in which it is written.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for what cannot be a value
   */
  public abstract String canonical(String text);

  private static long nonNegative(String text) {
    long number = Long.parseLong(text);
    if (number < 0) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  private static boolean isLatest(String text) {
    return text.strip().equalsIgnoreCase(LATEST);
  }

  /** Whether it can only be set to its default. */
  boolean hasOneValue() {
    return !defaultText.equals(LATEST);
  }

  String onlyDefault(String text) {
    if (!text.strip().toLowerCase(Locale.ROOT).equals(defaultText)) {
      throw invalid(text, "there is only \"" + defaultText + "\"", null);
    }
    return defaultText;
  }

  AzofException invalid(String text, String why, @Nullable Throwable e) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "The setting " + settingName + " cannot be \"" + text + "\": " + why,
        e);
  }
}

package io.azof.sql;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.SessionSetting;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.parse.SettingStatement;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans SET, RESET and SHOW. */
final class SessionStatements {
  private SessionStatements() {}

  /**
   * @param settings what the session says now
   * @throws AzofException {@code SQL_INVALID} at a name that is no setting's, or at a value that
   *     cannot be its
   */
  static PlannedStatement plan(SettingStatement statement, SessionSettings settings) {
    String name = statement.settingName();
    SessionSetting setting =
        SessionSetting.of(name)
            .orElseThrow(
                () ->
                    statement.unknown(
                        "There is no setting \"" + name + "\"; there are " + names()));
    return switch (statement.kind()) {
      case SET ->
          new PreparedSetting(statement.text(), setting, Optional.of(value(statement, setting)));
      case RESET -> new PreparedSetting(statement.text(), setting, Optional.empty());
      case SHOW -> new PreparedShow(statement.text(), setting, settings.value(setting));
    };
  }

  private static String value(SettingStatement statement, SessionSetting setting) {
    try {
      return setting.canonical(statement.valueText());
    } catch (AzofException e) {
      throw statement.invalidValue(String.valueOf(e.getMessage()));
    }
  }

  private static String names() {
    return Arrays.stream(SessionSetting.values())
        .map(SessionSetting::settingName)
        .collect(Collectors.joining(", "));
  }

  /** Refuses a change in a session that looks at that version. */
  static void refuseChange(long version) {
    throw new AzofException(
        ErrorCode.UNSUPPORTED,
        "The session looks at version "
            + version
            + " of its tables, which can only be read; RESET version before a change");
  }
}

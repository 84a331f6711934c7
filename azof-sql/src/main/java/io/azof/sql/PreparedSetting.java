package io.azof.sql;

import io.azof.sql.catalog.SessionSetting;
import io.azof.sql.catalog.SessionSettings;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * SET or RESET of a setting of the session. Whoever keeps the session does what it says.
 *
 * @param value what the setting is from now on, checked; empty: nothing is said any more
 */
public record PreparedSetting(String sql, SessionSetting setting, Optional<String> value)
    implements PlannedStatement {

  /** The settings of the session, changed. */
  public SessionSettings applyTo(SessionSettings settings) {
    return value
        .map(text -> settings.with(setting, text, SessionSettings.Origin.SESSION))
        .orElseGet(() -> settings.without(setting));
  }

  @Override
  public boolean changesTables() {
    return false;
  }

  @Override
  public Optional<String> changedTable() {
    return Optional.empty();
  }

  @Override
  public Schema parameterSchema() {
    return new Schema(List.of());
  }
}

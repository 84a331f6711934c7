package io.azof.server.config;

import io.azof.sql.QuerySettings;
import java.nio.file.Path;

/** The settings of the SQL engine, for every command that runs SQL. */
public final class QueryConfig {
  private QueryConfig() {}

  /** Reads the settings that start with {@code query.}. */
  public static QuerySettings from(Configuration configuration) {
    return new QuerySettings(
        configuration.bytes(Setting.QUERY_MEMORY),
        configuration
            .number(Setting.QUERY_THREADS)
            .orElseGet(() -> Runtime.getRuntime().availableProcessors()),
        configuration.isAuto(Setting.QUERY_SPILL_DIRECTORY)
            ? QuerySettings.defaults().spillDirectory()
            : Path.of(configuration.text(Setting.QUERY_SPILL_DIRECTORY)));
  }
}

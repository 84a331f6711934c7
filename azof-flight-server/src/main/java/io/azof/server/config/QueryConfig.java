package io.azof.server.config;

import java.nio.file.Path;

/**
 * The limits of the SQL engine.
 *
 * @param memoryBytesMax how much memory it uses before it spills
 * @param threads how many threads it uses
 * @param spillDirectory where it spills to; made when it does not exist
 */
public record QueryConfig(long memoryBytesMax, int threads, Path spillDirectory) {

  /** Reads the settings that start with {@code query.}. */
  public static QueryConfig from(Configuration configuration) {
    return new QueryConfig(
        configuration.bytes(Setting.QUERY_MEMORY),
        configuration
            .number(Setting.QUERY_THREADS)
            .orElseGet(() -> Runtime.getRuntime().availableProcessors()),
        configuration.isAuto(Setting.QUERY_SPILL_DIRECTORY)
            ? Path.of(System.getProperty("java.io.tmpdir"), "azof-spill")
            : Path.of(configuration.text(Setting.QUERY_SPILL_DIRECTORY)));
  }
}

package io.azof.cli;

import io.azof.server.config.Configuration;
import io.azof.server.config.QueryConfig;
import io.azof.server.config.Setting;
import io.azof.server.config.StorageConfig;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine.Option;

/** The options of every command that looks into a lakehouse. */
final class LakehouseOptions {
  @Option(
      names = "--lakehouse",
      paramLabel = "URI",
      description =
          "Where the tables are: a path, a file: URI, or s3://BUCKET/PREFIX (or AZOF_LAKEHOUSE).")
  private Optional<String> lakehouse = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, as conf/azof.properties shows them.")
  private Optional<Path> file = Optional.empty();

  /** The settings: these options, then the environment, then the file. */
  Configuration configuration(Shell shell) {
    return configuration(shell, Map.of());
  }

  /** The settings, with further options of the command by their keys. */
  Configuration configuration(Shell shell, Map<Setting, String> options) {
    Map<String, String> overrides = new HashMap<>();
    options.forEach((setting, value) -> overrides.put(setting.key(), value));
    lakehouse.ifPresent(value -> overrides.put(Setting.LAKEHOUSE.key(), value));
    return Configuration.load(file.map(shell.directory()::resolve), shell.environment(), overrides);
  }

  /** Opens the lakehouse; the receiver closes it. */
  static Lakehouse openLakehouse(Configuration configuration) {
    return Lakehouse.open(configuration.text(Setting.LAKEHOUSE), StorageConfig.from(configuration));
  }

  /** As {@link #openLakehouse}; where nothing is, one begins with its first table. */
  static Lakehouse openOrCreateLakehouse(Configuration configuration) {
    return Lakehouse.openOrCreate(
        configuration.text(Setting.LAKEHOUSE), StorageConfig.from(configuration));
  }

  /** Opens an engine with the settings that start with {@code query.}; the receiver closes it. */
  static QueryEngine openEngine(
      Configuration configuration, Lakehouse lakehouse, BufferAllocator allocator) {
    return QueryEngine.open(
        lakehouse, allocator, QueryConfig.from(configuration), Clock.systemUTC());
  }

  /** Makes the one root of all memory of column data; the receiver closes it last. */
  static BufferAllocator openRootAllocator(Configuration configuration) {
    return new RootAllocator(configuration.bytes(Setting.ARROW_MEMORY));
  }
}

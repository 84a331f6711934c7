package io.azof.server.config;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.StorageSettings;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.objectstore.s3.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of remote lakehouses, for every command that looks into one. */
public final class StorageConfig {
  private StorageConfig() {}

  /**
   * Reads the settings that start with {@code s3.}, {@code cache.} and {@code snapshot.}.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for an endpoint that is none
   */
  public static StorageSettings from(Configuration configuration) {
    S3Settings s3 =
        new S3Settings(
            text(configuration, Setting.S3_ENDPOINT).map(text -> endpoint(configuration, text)),
            text(configuration, Setting.S3_REGION),
            text(configuration, Setting.S3_PROFILE),
            text(configuration, Setting.S3_PATH_STYLE).map(Boolean::valueOf),
            configuration.number(Setting.S3_CONNECTIONS).orElseThrow(),
            timeout(configuration));
    FileCacheSettings cache =
        new FileCacheSettings(
            text(configuration, Setting.CACHE_DIRECTORY).map(Path::of),
            configuration.bytes(Setting.CACHE_SIZE),
            configuration.number(Setting.CACHE_DOWNLOADS).orElseThrow(),
            configuration.duration(Setting.CACHE_WAIT));
    return new StorageSettings(s3, cache, configuration.duration(Setting.SNAPSHOT_MAX_AGE));
  }

  private static Optional<String> text(Configuration configuration, Setting setting) {
    return configuration.isAuto(setting)
        ? Optional.empty()
        : Optional.of(configuration.text(setting));
  }

  private static URI endpoint(Configuration configuration, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw invalid(configuration, Setting.S3_ENDPOINT, "of the form http(s)://HOST:PORT");
    }
  }

  private static Duration timeout(Configuration configuration) {
    Duration timeout = configuration.duration(Setting.S3_TIMEOUT);
    if (timeout.isZero()) {
      throw invalid(configuration, Setting.S3_TIMEOUT, "more than zero");
    }
    return timeout;
  }

  private static AzofException invalid(
      Configuration configuration, Setting setting, String expected) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "The setting \""
            + setting.key()
            + "\" "
            + configuration.source(setting)
            + " must be "
            + expected);
  }
}

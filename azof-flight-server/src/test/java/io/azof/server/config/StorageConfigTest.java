package io.azof.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.storage.StorageSettings;
import io.azof.storage.objectstore.s3.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StorageConfigTest {
  private static StorageSettings load(Map<String, String> environment) {
    return StorageConfig.from(Configuration.load(Optional.empty(), environment, Map.of()));
  }

  @Test
  void leavesS3ToTheToolsOfAwsByDefault() {
    assertThat(load(Map.of()).s3()).isEqualTo(S3Settings.defaults());
    assertThat(load(Map.of()).cache().folder()).isEmpty();
  }

  @Test
  void asksForTheCurrentVersionInEachQueryByDefault() {
    assertThat(load(Map.of()).snapshotAgeMax()).isZero();
    assertThat(load(Map.of("AZOF_SNAPSHOT_MAX_AGE", "250ms")).snapshotAgeMax())
        .isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void readsEverySetting() {
    StorageSettings settings =
        load(
            Map.of(
                "AZOF_S3_ENDPOINT", "http://localhost:9000",
                "AZOF_S3_REGION", "eu-west-1",
                "AZOF_S3_PROFILE", "work",
                "AZOF_S3_PATH_STYLE", "false",
                "AZOF_S3_CONNECTIONS", "7",
                "AZOF_S3_TIMEOUT", "2s",
                "AZOF_CACHE_DIRECTORY", "/var/cache/azof",
                "AZOF_CACHE_SIZE", "64MB",
                "AZOF_CACHE_DOWNLOADS", "3",
                "AZOF_CACHE_WAIT", "4s"));
    assertThat(settings.s3())
        .isEqualTo(
            new S3Settings(
                Optional.of(URI.create("http://localhost:9000")),
                Optional.of("eu-west-1"),
                Optional.of("work"),
                Optional.of(false),
                7,
                Duration.ofSeconds(2)));
    assertThat(settings.cache().folder()).contains(Path.of("/var/cache/azof"));
    assertThat(settings.cache().bytesMax()).isEqualTo(64_000_000);
    assertThat(settings.cache().downloadsMax()).isEqualTo(3);
    assertThat(settings.cache().roomWait()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void refusesWhatCannotBe() {
    fails(
        Map.of("AZOF_S3_TIMEOUT", "0s"),
        "The setting \"s3.timeout\" in the environment variable AZOF_S3_TIMEOUT must be more than"
            + " zero");
    fails(
        Map.of("AZOF_S3_ENDPOINT", "a b"),
        "The setting \"s3.endpoint\" in the environment variable AZOF_S3_ENDPOINT must be of the"
            + " form http(s)://HOST:PORT");
    fails(
        Map.of("AZOF_S3_ENDPOINT", "localhost:9000"),
        "The S3 endpoint \"localhost:9000\" is not of the form http(s)://HOST:PORT");
  }

  private static void fails(Map<String, String> environment, String message) {
    assertThatThrownBy(() -> load(environment))
        .isInstanceOf(AzofException.class)
        .hasMessage(message);
  }
}

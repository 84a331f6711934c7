package io.azof.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {
  @TempDir private Path folder;

  @Test
  void defaultsHoldWhereNothingIsSaid() {
    ServerConfig config = ServerConfig.from(load(Map.of(), Map.of("lakehouse", "/data")));

    assertThat(config.lakehouse()).isEqualTo("/data");
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(32010);
    assertThat(config.shutdownGrace()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.preparedStatementIdle()).isEqualTo(Duration.ofHours(1));
    assertThat(config.arrowBytesMax()).isEqualTo(1_000_000_000);
    assertThat(config.query().threads()).isPositive();
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    Path file = file("server.port = 1\nserver.host = ::1\nlakehouse = /file\n");

    Configuration configuration =
        Configuration.load(
            Optional.of(file),
            Map.of("AZOF_SERVER_PORT", "2", "AZOF_LAKEHOUSE", "/environment", "PATH", "/bin"),
            Map.of("lakehouse", "/command-line"));

    assertThat(configuration.text(Setting.LAKEHOUSE)).isEqualTo("/command-line");
    assertThat(configuration.number(Setting.SERVER_PORT)).contains(2);
    assertThat(configuration.text(Setting.SERVER_HOST)).isEqualTo("::1");
    assertThat(configuration.source(Setting.SERVER_HOST)).isEqualTo("in " + file);
  }

  @Test
  void aDashAndADotBecomeUnderscoresInTheEnvironment() {
    assertThat(Setting.QUERY_SPILL_DIRECTORY.environmentName())
        .isEqualTo("AZOF_QUERY_SPILL_DIRECTORY");
  }

  @Test
  void anUnknownKeyStopsTheStartWithItsNameAndTheNearestOne() throws IOException {
    Path file = file("server.prot = 1\n");

    assertInvalid(
        () -> Configuration.load(Optional.of(file), Map.of(), Map.of()),
        "The key \"server.prot\" in "
            + file
            + " is not a setting of Azof; did you mean \"server.port\"?");
  }

  @Test
  void anUnknownVariableStopsTheStartWithItsNameAndTheNearestOne() {
    assertInvalid(
        () -> load(Map.of("AZOF_LAKEHOSE", "/data"), Map.of()),
        "The environment variable AZOF_LAKEHOSE is not a setting of Azof; did you mean"
            + " AZOF_LAKEHOUSE?");
  }

  @Test
  void variablesOfTheLauncherAreNoSettings() {
    assertThat(load(Map.of("AZOF_HOME", "/opt/azof"), Map.of()).isGiven(Setting.LAKEHOUSE))
        .isFalse();
  }

  @Test
  void aKeyStandsInTheFileOnce() throws IOException {
    Path file = file("server.port = 1\nserver.port = 2\n");

    assertInvalid(
        () -> Configuration.load(Optional.of(file), Map.of(), Map.of()),
        "Cannot read the configuration file "
            + file
            + ": the key \"server.port\" stands in it twice");
  }

  @Test
  void aFileThatIsNamedMustExist() {
    Path file = folder.resolve("none.properties");

    assertInvalid(
        () -> Configuration.load(Optional.of(file), Map.of(), Map.of()),
        "There is no configuration file " + file);
  }

  @Test
  void aMissingSettingIsNamedWithTheWaysToGiveIt() {
    assertInvalid(
        () -> ServerConfig.from(load(Map.of(), Map.of())),
        "The setting \"lakehouse\" is missing; give it on the command line, in the configuration"
            + " file, or as AZOF_LAKEHOUSE");
  }

  @ParameterizedTest
  @CsvSource({
    "1B, 1",
    "512MB, 512000000",
    "1.5GB, 1500000000",
    "64 KiB, 65536",
    "2gib, 2147483648",
    "1TB, 1000000000000"
  })
  void bytesTakeAUnit(String text, long bytes) {
    assertThat(load(Map.of(), Map.of("arrow.memory", text)).bytes(Setting.ARROW_MEMORY))
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"0s, 0", "250ms, 250", "30s, 30000", "1.5m, 90000", "2h, 7200000", "1d, 86400000"})
  void lengthsOfTimeTakeAUnit(String text, long millis) {
    assertThat(
            load(Map.of(), Map.of("server.shutdown-grace", text))
                .duration(Setting.SERVER_SHUTDOWN_GRACE))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "arrow.memory, 512",
    "arrow.memory, 0MB",
    "arrow.memory, -1MB",
    "arrow.memory, 0.3B",
    "arrow.memory, 99999999999TB",
    "arrow.memory, many",
    "server.shutdown-grace, 30",
    "server.shutdown-grace, 5 lightyears",
    "server.port, 65536",
    "server.port, -1",
    "server.port, http",
    "query.threads, 0",
    "query.threads, none",
    "s3.path-style, yes",
    "s3.connections, auto",
    "server.port, auto"
  })
  void aValueOfAnotherFormIsRefusedWithKeyAndValue(String key, String text) {
    assertThatThrownBy(() -> load(Map.of(), Map.of(key, text)))
        .isInstanceOf(AzofException.class)
        .hasMessageStartingWith(
            "The setting \"" + key + "\" on the command line is \"" + text + "\"; it must be ");
  }

  @Test
  void anEmptyValueIsRefused() {
    assertInvalid(
        () -> load(Map.of("AZOF_SERVER_HOST", " "), Map.of()),
        "The setting \"server.host\" in the environment variable AZOF_SERVER_HOST is empty");
  }

  private static Configuration load(Map<String, String> environment, Map<String, String> line) {
    return Configuration.load(Optional.empty(), environment, line);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("azof.properties"), text);
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
        .hasMessage(message);
  }
}

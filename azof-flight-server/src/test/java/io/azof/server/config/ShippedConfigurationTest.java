package io.azof.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code conf/azof.properties} is where a person looks first: it must tell all, and truly. */
final class ShippedConfigurationTest {
  private static final Path FILE = Path.of("..", "conf", "azof.properties");

  @Test
  void changesNothingAsItIsShipped() {
    Configuration configuration = Configuration.load(Optional.of(FILE), Map.of(), Map.of());

    assertThat(Setting.values()).noneMatch(configuration::isGiven);
  }

  @Test
  void namesEveryKeyWithItsDefault() throws IOException {
    Properties shown = new Properties();
    String uncommented =
        Files.readAllLines(FILE).stream()
            .filter(line -> line.matches("#[a-z].*"))
            .map(line -> line.substring(1))
            .collect(Collectors.joining("\n"));
    shown.load(new StringReader(uncommented));

    assertThat(shown)
        .containsExactlyInAnyOrderEntriesOf(
            Arrays.stream(Setting.values())
                .collect(Collectors.toMap(Setting::key, Setting::defaultText)));
  }
}

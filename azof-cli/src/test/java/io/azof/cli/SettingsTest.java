package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options win over the environment, and that over the file. */
final class SettingsTest {
  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    for (String name : new String[] {"option", "variable", "file"}) {
      Path table = Files.createDirectories(directory.resolve(name).resolve("from_" + name));
      Files.writeString(table.resolve("version.txt"), "1");
    }
    Files.writeString(
        directory.resolve("azof.properties"), "lakehouse = " + directory.resolve("file") + "\n");
  }

  @Test
  void theLakehouseComesFromTheFile() {
    assertThat(Azof.in(directory).run("tables", "--config", "azof.properties").succeeded().out())
        .isEqualTo("from_file\n");
  }

  @Test
  void theEnvironmentWinsOverTheFile() {
    assertThat(
            Azof.in(directory)
                .with("AZOF_LAKEHOUSE", directory.resolve("variable").toString())
                .run("tables", "--config", "azof.properties")
                .succeeded()
                .out())
        .isEqualTo("from_variable\n");
  }

  @Test
  void theOptionWinsOverTheEnvironment() {
    assertThat(
            Azof.in(directory)
                .with("AZOF_LAKEHOUSE", directory.resolve("variable").toString())
                .run("tables", "--lakehouse", directory.resolve("option").toString())
                .succeeded()
                .out())
        .isEqualTo("from_option\n");
  }

  @Test
  void anUnknownVariableIsNamed() {
    Azof.in(directory)
        .with("AZOF_LAKEHOSE", "/data")
        .run("tables")
        .failed(2, "AZOF_LAKEHOSE", "AZOF_LAKEHOUSE");
  }

  @Test
  void anUnknownKeyIsNamedWithItsFile() throws IOException {
    Files.writeString(directory.resolve("azof.properties"), "server.prot = 1\n");
    Azof.in(directory)
        .run("tables", "--config", "azof.properties")
        .failed(2, "server.prot", "azof.properties");
  }

  @Test
  void aMissingFileIsNamed() {
    Azof.in(directory).run("tables", "--config", "none.properties").failed(2, "none.properties");
  }
}

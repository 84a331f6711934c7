package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
  @TempDir private Path directory;

  @Test
  void helpListsCommandsExitCodesAndSettings() {
    assertThat(Azof.in(directory).run("--help").succeeded().out())
        .contains(
            "demo",
            "serve",
            "scan",
            "sql",
            "tables",
            "describe",
            "history",
            "check",
            "rollback",
            "expire",
            "orphans",
            "gen")
        .contains("4   stored bytes are wrong or missing")
        .contains("AZOF_SERVER_PORT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "serve",
        "scan",
        "sql",
        "tables",
        "describe",
        "history",
        "check",
        "rollback",
        "expire",
        "orphans",
        "gen"
      })
  void everyCommandHasHelp(String command) {
    assertThat(Azof.in(directory).run(command, "--help").succeeded().out())
        .startsWith("Usage: azof " + command)
        .contains("--help");
  }

  @Test
  void versionNamesAzofAndJava() {
    assertThat(Azof.in(directory).run("--version").succeeded().out())
        .startsWith("azof ")
        .contains("Java " + Runtime.version());
  }

  @Test
  void withoutACommandTheUsageIsShown() {
    Azof.Outcome outcome = Azof.in(directory).run();
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("azof: ").contains("--help");
  }

  @Test
  void anUnknownCommandIsNamed() {
    Azof.Outcome outcome = Azof.in(directory).run("scna");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("scna").contains("scan");
  }

  @Test
  void anUnknownOptionIsNamed() {
    Azof.Outcome outcome = Azof.in(directory).run("scan", "--table", "t", "--asof", "2019");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--asof");
  }

  @Test
  void aMissingOptionIsNamed() {
    Azof.Outcome outcome = Azof.in(directory).run("scan");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--table").contains("azof scan --help");
  }

  @Test
  void anUnknownFormatIsNamedWithThoseThereAre() {
    Azof.Outcome outcome = Azof.in(directory).run("sql", "--format", "xml", "SELECT 1");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("xml").contains("TABLE, CSV, JSON");
  }
}

package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserCommandTest {
  @TempDir private Path directory;

  @Test
  void usersAreAddedListedChangedAndRemoved() throws IOException {
    Azof azof = Azof.in(directory).with("AZOF_AUTH_USERS_FILE", "users").typing("correct horse");

    assertThat(azof.run("user", "add", "ann", "--rights", "read-write").succeeded().out())
        .isEqualTo("added ann, read-write\n");
    assertThat(azof.run("user", "add", "bob").succeeded().out())
        .isEqualTo("added bob, read-only\n");
    assertThat(azof.run("user", "add", "ann").succeeded().out())
        .isEqualTo("changed ann, read-only\n");
    assertThat(azof.run("user", "remove", "bob").succeeded().out()).isEqualTo("removed bob\n");
    assertThat(azof.run("user", "list").succeeded().out()).isEqualTo("ann read-only\n");
    assertThat(Files.readString(directory.resolve("users")))
        .contains("ann read-only $argon2id$")
        .doesNotContain("horse");
  }

  @Test
  void theTokensOfAUserAreRevoked() throws IOException {
    Azof azof = Azof.in(directory).with("AZOF_AUTH_USERS_FILE", "users").typing("correct horse");
    azof.run("user", "add", "ann").succeeded();
    String line = Files.readAllLines(directory.resolve("users")).get(1);

    String said = azof.run("user", "revoke", "ann").succeeded().out();
    assertThat(said).startsWith("revoked the tokens of ann up to 20").endsWith("Z\n");
    String time = said.substring(said.lastIndexOf(' ') + 1).strip();
    assertThat(Files.readAllLines(directory.resolve("users")).get(1))
        .isEqualTo(line + " tokens-after=" + time);
    assertThat(azof.run("user", "list").succeeded().out())
        .isEqualTo("ann read-only tokens-after=" + time + "\n");
    azof.run("user", "revoke", "bob").failed(2, "There is no user \"bob\"");
  }

  @Test
  void theFileCanBeNamedByAnOptionOrByTheConfiguration() throws IOException {
    Files.writeString(directory.resolve("azof.properties"), "auth.users-file = configured\n");
    Azof azof = Azof.in(directory).typing("correct horse");
    azof.run("user", "add", "ann", "--users-file", "given").succeeded();
    azof.run("user", "add", "bob", "--config", "azof.properties").succeeded();

    assertThat(azof.run("user", "list", "--users-file", "given").succeeded().out())
        .isEqualTo("ann read-only\n");
    assertThat(azof.run("user", "list", "--users-file", "configured").succeeded().out())
        .isEqualTo("bob read-only\n");
  }

  @Test
  void whatIsWrongIsSaid() {
    Azof azof = Azof.in(directory).with("AZOF_AUTH_USERS_FILE", "users").typing("short");

    azof.run("user", "add", "ann").failed(2, "8 to 1000 characters");
    azof.run("user", "add", "a:b").failed(2, "\"a:b\" cannot be the name of a user");
    azof.run("user", "add", "ann", "--rights", "all").failed(2, "read-only or read-write", "all");
    azof.run("user", "remove", "ann").failed(2, "There is no users file");
    azof.run("user", "list").failed(2, "There is no users file");
    Azof.in(directory).run("user", "list").failed(2, "--users-file", "AZOF_AUTH_USERS_FILE");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aPasswordOnTheCommandLineIsNotUnderstood() {
    assertThat(Azof.in(directory).run("user", "add", "ann", "secret").exitCode()).isEqualTo(2);
    assertThat(Azof.in(directory).run("user", "add", "ann", "--password", "x").exitCode())
        .isEqualTo(2);
  }
}

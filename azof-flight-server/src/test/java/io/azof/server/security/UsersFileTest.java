package io.azof.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsersFileTest {
  private static final PasswordHash HASH = PasswordHash.unknown(new Random(1));

  @TempDir private Path folder;
  private Path path;
  private UsersFile file;

  @BeforeEach
  void name() {
    path = folder.resolve("users");
    file = new UsersFile(path);
  }

  @Test
  void usersAreReadBackAsTheyWerePut() {
    file.put(new User("ann", Rights.READ_WRITE, HASH));
    file.put(new User("bob@example.org", Rights.READ_ONLY, HASH));

    assertThat(file.read().values())
        .extracting(User::toString)
        .containsExactly("ann read-write", "bob@example.org read-only");
    assertThat(file.read())
        .hasEntrySatisfying(
            "ann", user -> assertThat(user.password().text()).isEqualTo(HASH.text()));
  }

  @Test
  void aUserThatIsPutAgainIsReplacedAndCommentsStay() throws IOException {
    file.put(new User("ann", Rights.READ_WRITE, HASH));
    Files.writeString(path, Files.readString(path) + "# from sales\n\n");
    file.put(new User("bob", Rights.READ_ONLY, HASH));
    file.put(new User("ann", Rights.READ_ONLY, HASH));

    assertThat(file.read().values())
        .extracting(User::toString)
        .containsExactly("bob read-only", "ann read-only");
    assertThat(Files.readAllLines(path)).contains("# from sales");
  }

  @Test
  void aUserThatIsRemovedIsGone() {
    file.put(new User("ann", Rights.READ_WRITE, HASH));
    file.put(new User("anna", Rights.READ_WRITE, HASH));
    file.remove("ann");

    assertThat(file.read()).containsOnlyKeys("anna");
    assertThatThrownBy(() -> file.remove("ann")).hasMessageContaining("no user \"ann\"");
  }

  @Test
  void tokensOfAUserAreRevokedAndTheRestOfTheLineStays() throws IOException {
    file.put(new User("ann", Rights.READ_WRITE, HASH));
    file.put(new User("bob", Rights.READ_ONLY, HASH));
    file.revoke("ann", Instant.parse("2026-11-23T03:14:15.926Z"));

    assertThat(file.read().values())
        .extracting(User::toString)
        .containsExactly("bob read-only", "ann read-write tokens-after=2026-11-23T03:14:15.926Z");
    assertThat(file.read())
        .hasEntrySatisfying(
            "ann", user -> assertThat(user.password().text()).isEqualTo(HASH.text()));
    assertThatThrownBy(() -> file.revoke("carl", Instant.EPOCH))
        .hasMessageContaining("no user \"carl\"");

    Files.writeString(path, "ann read-only " + HASH.text() + " tokens-after=yesterday\n");
    assertThatThrownBy(file::read).hasMessageContaining("tokens-after= has no time like");
    Files.writeString(path, "ann read-only " + HASH.text() + " before=2026-11-23T03:14:15Z\n");
    assertThatThrownBy(file::read).hasMessageContaining("it is not of the form NAME RIGHTS HASH");
  }

  @Test
  void theFileIsForItsOwnerOnly() throws IOException {
    requirePosix();
    file.put(new User("ann", Rights.READ_WRITE, HASH));
    assertThat(permissions()).isEqualTo("rw-------");

    file.put(new User("bob", Rights.READ_WRITE, HASH));
    assertThat(permissions()).isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void aGroupMayReadTheFileAndStaysAllowedTo() throws IOException {
    requirePosix();
    file.put(new User("ann", Rights.READ_WRITE, HASH));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
    file.put(new User("bob", Rights.READ_WRITE, HASH));

    assertThat(permissions()).isEqualTo("rw-r-----");
    assertThat(file.read()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw----r--", "rw-----w-", "rw--w----", "rwxrwxrwx"})
  void aFileThatOthersCanReadOrWriteIsRefused(String permissions) throws IOException {
    requirePosix();
    file.put(new User("ann", Rights.READ_WRITE, HASH));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(file::read)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
        .hasMessage(
            "The users file "
                + path
                + " can be read or written by others ("
                + permissions
                + "); run chmod 600 "
                + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "ann read-write",
        "ann admin $argon2id$",
        "ann read-write secret",
        "a:b read-write HASH",
        "ann read-write HASH more"
      })
  void aWrongLineIsNamedByItsNumberAndNotQuoted(String line) throws IOException {
    file.put(new User("zoe", Rights.READ_WRITE, HASH));
    Files.write(path, List.of("# one", "", line.replace("HASH", HASH.text())));

    assertThatThrownBy(file::read)
        .hasMessageStartingWith("Line 3 of the users file " + path + " is wrong: ")
        .message()
        .doesNotContain("secret")
        .doesNotContain(HASH.text());
  }

  @Test
  void aUserWhoStandsThereTwiceIsRefused() throws IOException {
    file.put(new User("ann", Rights.READ_ONLY, HASH));
    String line = new User("ann", Rights.READ_WRITE, HASH).line();
    Files.writeString(path, Files.readString(path) + line + "\n");

    assertThatThrownBy(file::read).hasMessageContaining("for the second time");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(file::read).hasMessage("There is no users file " + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:b", "#a", "a\nb", "a\u0000"})
  void someTextsAreNoNames(String name) {
    assertThatThrownBy(() -> new User(name, Rights.READ_ONLY, HASH))
        .hasMessageContaining("cannot be the name of a user");
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private void requirePosix() {
    Assumptions.assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "a file system with POSIX permissions");
  }
}

package io.azof.cli;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.Configuration;
import io.azof.server.config.Setting;
import io.azof.server.security.PasswordHash;
import io.azof.server.security.Rights;
import io.azof.server.security.User;
import io.azof.server.security.UsersFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code azof user}. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Say who may use a server. A running server takes up the change by itself.")
final class UserCommand {
  private static final int PASSWORD_LENGTH_MIN = 8;
  private static final int PASSWORD_LENGTH_MAX = 1_000;

  private final Shell shell;

  UserCommand(Shell shell) {
    this.shell = shell;
  }

  /** Where the users are. */
  private static final class UsersOption {
    @Option(
        names = "--users-file",
        paramLabel = "FILE",
        description = "The file of the users. Without it: auth.users-file.")
    private Optional<Path> users = Optional.empty();

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "Settings, as conf/azof.properties shows them.")
    private Optional<Path> file = Optional.empty();

    private UsersFile file(Shell shell) {
      return new UsersFile(shell.directory().resolve(path(shell)));
    }

    private Path path(Shell shell) {
      if (users.isPresent()) {
        return users.get();
      }
      Configuration configuration =
          Configuration.load(file.map(shell.directory()::resolve), shell.environment(), Map.of());
      return configuration
          .file(Setting.AUTH_USERS_FILE)
          .orElseThrow(
              () ->
                  new AzofException(
                      ErrorCode.ARGUMENT_INVALID,
                      "Say which file: with --users-file, as auth.users-file in the configuration,"
                          + " or as "
                          + Setting.AUTH_USERS_FILE.environmentName()));
    }
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description =
          "Add a user, or change the password and the rights of one. The password is asked for,"
              + " or read from the input: its first line.")
  Integer add(
      @Mixin UsersOption users,
      @Option(
              names = "--rights",
              paramLabel = "RIGHTS",
              defaultValue = "read-only",
              description =
                  "read-only, read-write, or admin, who also sees and ends the statements of"
                      + " others. Default: ${DEFAULT-VALUE}.")
          String word,
      @Parameters(paramLabel = "NAME", description = "The name of the user.") String name)
      throws IOException {
    Rights rights =
        Rights.ofWord(word)
            .orElseThrow(() -> invalid("--rights must be " + Rights.words() + ", not " + word));
    UsersFile file = users.file(shell);
    boolean known = file.readIfThere().stream().anyMatch(user -> user.name().equals(name));
    User.requireName(name);
    String password = shell.passwords().ask("Password of " + name);
    if (password.length() < PASSWORD_LENGTH_MIN || password.length() > PASSWORD_LENGTH_MAX) {
      throw invalid(
          "A password must have "
              + PASSWORD_LENGTH_MIN
              + " to "
              + PASSWORD_LENGTH_MAX
              + " characters");
    }
    file.put(new User(name, rights, PasswordHash.of(password, new SecureRandom())));
    say((known ? "changed " : "added ") + name + ", " + rights.word());
    return ExitCode.OK;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove a user. What the server gave them to stay logged in is void at once.")
  Integer remove(
      @Mixin UsersOption users,
      @Parameters(paramLabel = "NAME", description = "The name of the user.") String name)
      throws IOException {
    users.file(shell).remove(name);
    say("removed " + name);
    return ExitCode.OK;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description =
          "End the logins of a user: what the servers gave them up to now to stay logged in is void"
              + " at once. They can log in again with their password.")
  Integer revoke(
      @Mixin UsersOption users,
      @Parameters(paramLabel = "NAME", description = "The name of the user.") String name)
      throws IOException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    users.file(shell).revoke(name, now);
    say("revoked the tokens of " + name + " up to " + now);
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the users and their rights.")
  Integer list(@Mixin UsersOption users) throws IOException {
    for (User user : users.file(shell).read().values()) {
      say(user.toString());
    }
    return ExitCode.OK;
  }

  private void say(String line) throws IOException {
    shell.out().write(line + "\n");
    shell.out().flush();
  }

  private static AzofException invalid(String message) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message);
  }
}

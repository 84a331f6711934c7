package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The users, a line each: name, rights, hash of the password, and since when tokens are good if
 * that was ever said. Lines with # are comments.
 */
public final class UsersFile {
  private static final String KIND = "users file";
  private static final String HEADER =
      "# The users of Azof, written by azof user: name, rights, hash of the password";

  private final Path file;

  public UsersFile(Path file) {
    this.file = file;
  }

  /**
   * The users by name, in the order of the file.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when the file cannot be read, others can read or
   *     write it, or a line is wrong
   */
  public Map<String, User> read() {
    Map<String, User> users = new LinkedHashMap<>();
    int number = 0;
    for (String line : SecretFile.lines(file, KIND)) {
      number++;
      if (isUser(line)) {
        User user = parse(line, number);
        if (users.put(user.name(), user) != null) {
          throw invalid(
              "Line " + number + " of the users file " + file + " has a user for the second time");
        }
      }
    }
    return users;
  }

  private User parse(String line, int number) {
    try {
      return User.parse(line);
    } catch (IllegalArgumentException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Line " + number + " of the users file " + file + " is wrong: " + e.getMessage(),
          e);
    }
  }

  /** The users by name, or none when there is no file. */
  public Collection<User> readIfThere() {
    return Files.exists(file) ? read().values() : List.of();
  }

  /**
   * Adds a user, or gives one of that name another password and other rights. Makes the file, for
   * its owner only, when there is none.
   *
   * @throws AzofException as {@link #read}; {@code ARGUMENT_INVALID} when it cannot be written
   */
  public void put(User user) {
    if (!Files.exists(file)) {
      SecretFile.create(file, KIND, List.of(HEADER, user.line()));
      return;
    }
    read();
    List<String> lines = linesWithout(user.name());
    lines.add(user.line());
    SecretFile.replace(file, KIND, lines);
  }

  /**
   * Removes a user.
   *
   * @throws AzofException as {@link #put}; {@code ARGUMENT_INVALID} when there is no such user
   */
  public void remove(String name) {
    require(name);
    SecretFile.replace(file, KIND, linesWithout(name));
  }

  /**
   * Makes all tokens void that a user got up to a time.
   *
   * @throws AzofException as {@link #remove}
   */
  public void revoke(String name, Instant upTo) {
    put(require(name).withTokensAfter(upTo));
  }

  private User require(String name) {
    User user = read().get(name);
    if (user == null) {
      throw invalid("There is no user \"" + name + "\" in " + file);
    }
    return user;
  }

  private List<String> linesWithout(String name) {
    List<String> lines = new ArrayList<>(SecretFile.lines(file, KIND));
    lines.removeIf(line -> isUser(line) && User.parse(line).name().equals(name));
    return lines;
  }

  private static boolean isUser(String line) {
    return !line.isBlank() && !line.stripLeading().startsWith("#");
  }

  private static AzofException invalid(String message) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message);
  }
}

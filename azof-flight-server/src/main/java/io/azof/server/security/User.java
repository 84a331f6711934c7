package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.regex.Pattern;

/**
 * Somebody who logs in with a password; a line of the users file.
 *
 * @param name without spaces and colons, at most 128 characters
 */
public record User(String name, Rights rights, PasswordHash password) {
  private static final Pattern NAME = Pattern.compile("[^\\s:#\\p{Cntrl}][^\\s:\\p{Cntrl}]{0,127}");

  /**
   * @throws AzofException {@code ARGUMENT_INVALID} for a name that cannot be one
   */
  public User {
    requireName(name);
  }

  /**
   * Makes sure that it can be the name of a user.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when it cannot
   */
  public static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "\""
              + name
              + "\" cannot be the name of a user: it must have 1 to 128 characters, no spaces and"
              + " no colons, and not start with #");
    }
  }

  /**
   * Reads what {@link #line} wrote.
   *
   * @throws IllegalArgumentException for anything else, saying why but never quoting the line
   */
  static User parse(String line) {
    String[] words = line.strip().split("\\s+", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException("it is not of the form NAME RIGHTS HASH");
    }
    Rights rights =
        Rights.ofWord(words[1])
            .orElseThrow(
                () -> new IllegalArgumentException("the rights are not " + Rights.words()));
    try {
      return new User(words[0], rights, PasswordHash.parse(words[2]));
    } catch (AzofException e) {
      throw new IllegalArgumentException("the name cannot be one", e);
    }
  }

  String line() {
    return name + " " + rights.word() + " " + password.text();
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return name + " " + rights.word();
  }
}

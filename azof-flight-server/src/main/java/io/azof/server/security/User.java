package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Somebody who logs in with a password; a line of the users file.
 *
 * @param name without spaces and colons, at most 128 characters
 * @param tokensAfter tokens that were issued up to then are void; empty: none is
 */
public record User(
    String name, Rights rights, PasswordHash password, Optional<Instant> tokensAfter) {
  private static final String TOKENS_AFTER = "tokens-after=";
  private static final Pattern NAME = Pattern.compile("[^\\s:#\\p{Cntrl}][^\\s:\\p{Cntrl}]{0,127}");

  /**
   * @throws AzofException {@code ARGUMENT_INVALID} for a name that cannot be one
   */
  public User {
    requireName(name);
  }

  /** A user whose tokens are all good. */
  public User(String name, Rights rights, PasswordHash password) {
    this(name, rights, password, Optional.empty());
  }

  /** The same user, whose tokens of up to then are void. */
  public User withTokensAfter(Instant time) {
    return new User(name, rights, password, Optional.of(time));
  }

  /** Whether a token that was issued at that time is good as far as the user says. */
  boolean acceptsTokenOf(Instant issued) {
    return tokensAfter.map(issued::isAfter).orElse(true);
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
    if (words.length != 3 && !(words.length == 4 && words[3].startsWith(TOKENS_AFTER))) {
      throw new IllegalArgumentException(
          "it is not of the form NAME RIGHTS HASH or NAME RIGHTS HASH " + TOKENS_AFTER + "TIME");
    }
    Rights rights =
        Rights.ofWord(words[1])
            .orElseThrow(
                () -> new IllegalArgumentException("the rights are not " + Rights.words()));
    try {
      return new User(
          words[0],
          rights,
          PasswordHash.parse(words[2]),
          words.length == 3 ? Optional.empty() : Optional.of(time(words[3])));
    } catch (AzofException e) {
      throw new IllegalArgumentException("the name cannot be one", e);
    }
  }

  private static Instant time(String word) {
    try {
      return Instant.parse(word.substring(TOKENS_AFTER.length()));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          TOKENS_AFTER + " has no time like 2026-11-23T03:14:15Z", e);
    }
  }

  String line() {
    return name
        + " "
        + rights.word()
        + " "
        + password.text()
        + tokensAfter.map(time -> " " + TOKENS_AFTER + time).orElse("");
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return name
        + " "
        + rights.word()
        + tokensAfter.map(time -> " " + TOKENS_AFTER + time).orElse("");
  }
}

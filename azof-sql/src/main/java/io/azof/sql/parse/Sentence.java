package io.azof.sql.parse;

import java.util.regex.Pattern;

/** Messages of libraries, cut down to what a person can use. */
public final class Sentence {
  private static final Pattern PLACE =
      Pattern.compile(" at line \\d+, column \\d+| (?:From|At) line \\d+, column \\d+[^:]*:");
  private static final int CHARACTERS_MAX = 400;

  private Sentence() {}

  /** The first line, without the place, which is said elsewhere, and of bounded length. */
  public static String first(String message) {
    String line = message.strip().lines().findFirst().orElse("");
    String bare = PLACE.matcher(line).replaceAll("").strip();
    return bare.length() > CHARACTERS_MAX ? bare.substring(0, CHARACTERS_MAX) + "…" : bare;
  }
}

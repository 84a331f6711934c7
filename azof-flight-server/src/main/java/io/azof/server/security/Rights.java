package io.azof.server.security;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody may do. */
public enum Rights {
  /** Ask, and change nothing. */
  READ_ONLY("read-only"),
  /** Ask, and change tables. */
  READ_WRITE("read-write"),
  /** The same, and see and end the statements of everybody. */
  ADMIN("admin");

  private final String word;

  Rights(String word) {
    this.word = word;
  }

  /** The word for them in files, settings and commands. */
  public String word() {
    return word;
  }

  /** Whether tables may be changed. */
  public boolean mayWrite() {
    return this != READ_ONLY;
  }

  /** The rights of that word. */
  public static Optional<Rights> ofWord(String word) {
    return Arrays.stream(values()).filter(rights -> rights.word.equals(word)).findFirst();
  }

  /** All words, for messages. */
  public static String words() {
    return Arrays.stream(values()).map(Rights::word).collect(Collectors.joining(" or "));
  }
}

package io.azof.cli;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a password comes from. It is never an argument, which others on the machine could see. */
@FunctionalInterface
interface Passwords {
  /**
   * Asks for a password.
   *
   * @param prompt what it is for
   * @throws AzofException {@code ARGUMENT_INVALID} when there is none
   */
  String ask(String prompt) throws IOException;

  /** From the person at the terminal, twice and unseen; without one, a line of the input. */
  @SuppressWarnings("SystemConsoleNull") // from Java 22 on there is one that reads the input, too
  static Passwords ofProcess(InputStream input) {
    Console console = System.console();
    return console == null ? prompt -> line(input) : prompt -> typed(console, prompt);
  }

  private static String line(InputStream input) throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
    if (line == null) {
      throw none("There is no password on the input; its first line must be the password");
    }
    return line;
  }

  private static String typed(Console console, String prompt) {
    char[] first = console.readPassword("%s: ", prompt);
    char[] second = console.readPassword("%s, once more: ", prompt);
    boolean isTyped = second != null; // else the input has one line, and nobody is there
    if (first == null || (isTyped && !Arrays.equals(first, second))) {
      throw none("The two passwords are not the same");
    }
    return new String(first);
  }

  private static AzofException none(String message) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message);
  }
}

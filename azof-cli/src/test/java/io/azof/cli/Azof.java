package io.azof.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.assertj.core.api.Assertions;

/**
 * Runs the command as the process would, but for its streams, environment and working directory.
 */
final class Azof {
  static {
    Logger.getLogger("").setLevel(Level.WARNING); // as Main does
  }

  private final Path directory;
  private final Map<String, String> environment;
  private final Passwords passwords;

  private Azof(Path directory, Map<String, String> environment, Passwords passwords) {
    this.directory = directory;
    this.environment = environment;
    this.passwords = passwords;
  }

  static Azof in(Path directory) {
    return new Azof(
        directory.toAbsolutePath(),
        Map.of(),
        prompt -> {
          throw new AssertionError(prompt);
        });
  }

  Azof with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Azof(directory, more, passwords);
  }

  /** With a person who types this whenever a password is asked for. */
  Azof typing(String password) {
    return new Azof(directory, environment, prompt -> password);
  }

  /** Runs it; a command that stays up is stopped as soon as it is up. */
  Outcome run(String... arguments) {
    return run(() -> {}, arguments);
  }

  Outcome run(Shell.StopSignal stop, String... arguments) {
    StringWriter out = new StringWriter();
    Outcome outcome = run(out, stop, arguments);
    return new Outcome(outcome.exitCode(), out.toString(), outcome.err());
  }

  /** Runs it with an output of one's own; the outcome's is empty. */
  Outcome run(Writer out, Shell.StopSignal stop, String... arguments) {
    StringWriter err = new StringWriter();
    Shell shell =
        new Shell(out, new PrintWriter(err, true), false, environment, directory, passwords, stop);
    int exitCode = AzofCommand.commandLine(shell).execute(arguments);
    return new Outcome(exitCode, "", err.toString());
  }

  /**
   * How it ended.
   *
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  record Outcome(int exitCode, String out, String err) {

    /** Asserts that it did what it should, without a word on the error stream. */
    Outcome succeeded() {
      Assertions.assertThat(err).isEmpty();
      Assertions.assertThat(exitCode).isZero();
      return this;
    }

    /** Asserts that it failed with one sentence that names all of these, and nothing internal. */
    void failed(int code, String... named) {
      Assertions.assertThat(err).startsWith("azof: ").contains(named);
      Assertions.assertThat(List.of(err.strip().split("\n"))).hasSize(1);
      Assertions.assertThat(err).doesNotContain("Exception", "io.azof", "\tat ");
      Assertions.assertThat(exitCode).isEqualTo(code);
    }
  }
}

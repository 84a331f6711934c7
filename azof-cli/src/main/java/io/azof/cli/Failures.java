package io.azof.cli;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every way in which a command can fail, as one sentence and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Shell shell;
  private final AzofCommand azof;

  Failures(Shell shell, AzofCommand azof) {
    this.shell = shell;
    this.azof = azof;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    say(e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, shell.err())) {
      shell.err().println("See " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.of(ErrorCode.Category.INVALID);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) {
    if (e instanceof IOException failure && isReaderGone(failure)) {
      return ExitCode.OK;
    }
    if (e instanceof AzofException known && known.code() != ErrorCode.INTERNAL) {
      trace(e);
      say(known.getMessage());
      return ExitCode.of(known.code().category());
    }
    if (e instanceof IOException) {
      trace(e);
      say("Cannot write the output: " + e.getMessage());
      return ExitCode.of(ErrorCode.Category.UNAVAILABLE);
    }
    return unexpected(e);
  }

  /** The reader of a pipe may leave when it has seen enough, as {@code head} does. */
  private static boolean isReaderGone(IOException e) {
    return e.getMessage() != null && e.getMessage().toLowerCase(Locale.ROOT).contains("pipe");
  }

  private int unexpected(Exception e) {
    String id = UUID.randomUUID().toString().substring(0, 8);
    String what =
        e instanceof AzofException
            ? e.getMessage()
            : "Something went wrong that should not have (error " + id + ")";
    trace(e);
    say(what + "; " + keptDetails(e, id));
    return ExitCode.of(ErrorCode.Category.INTERNAL);
  }

  /** Writes the stack trace to a file of its own, and says where. */
  private static String keptDetails(Exception e, String id) {
    StringWriter details = new StringWriter();
    e.printStackTrace(new PrintWriter(details));
    try {
      Path file = Files.createTempFile("azof-error-" + id + "-", ".txt");
      Files.writeString(file, details.toString());
      return "please report it with the file " + file;
    } catch (IOException unwritable) {
      return "run it again with --verbose to see the details";
    }
  }

  private void trace(Exception e) {
    if (azof.verbose()) {
      e.printStackTrace(shell.err());
    }
  }

  private void say(@Nullable String sentence) {
    shell.err().println("azof: " + sentence);
    shell.err().flush();
  }
}

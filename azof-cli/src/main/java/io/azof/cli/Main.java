package io.azof.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The process of the {@code azof} command: its streams, its signals, its exit code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // gRPC and the JDBC driver log through java.util.logging, everything else through SLF4J.
    Logger.getLogger("").setLevel(Level.WARNING);
    CtrlC ctrlC = CtrlC.watch();
    int exitCode;
    try {
      Shell shell =
          new Shell(
              writer(FileDescriptor.out),
              new PrintWriter(writer(FileDescriptor.err), true),
              isTerminal(),
              System.getenv(),
              Path.of("").toAbsolutePath(),
              Passwords.ofProcess(System.in),
              ctrlC::await);
      exitCode = AzofCommand.commandLine(shell).execute(args);
    } finally {
      ctrlC.finished();
    }
    System.exit(exitCode);
  }

  /** Linux says where the error stream goes; elsewhere it is taken to go to a file. */
  private static boolean isTerminal() {
    Path stream = Path.of("/proc/self/fd/2");
    try {
      return Files.isSymbolicLink(stream)
          && Files.readSymbolicLink(stream).toString().matches("/dev/(pts/|tty).*");
    } catch (IOException e) {
      return false;
    }
  }

  private static Writer writer(FileDescriptor stream) {
    return new BufferedWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), 1 << 16);
  }
}

package io.azof.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command was started in. Commands touch the process's streams, environment and working
 * directory through it only, so that a test can start them in another one.
 *
 * @param out where results go; a write that fails throws
 * @param err where messages for the person go
 * @param isTerminal whether a person sees {@code err} as it comes
 * @param environment the environment variables
 * @param directory the working directory, absolute
 * @param passwords where passwords come from
 * @param stop tells commands that stay up when to stop
 */
record Shell(
    Writer out,
    PrintWriter err,
    boolean isTerminal,
    Map<String, String> environment,
    Path directory,
    Passwords passwords,
    StopSignal stop) {

  /** Blocks until the person wants a running command to stop. */
  @FunctionalInterface
  interface StopSignal {
    void await() throws InterruptedException;
  }
}

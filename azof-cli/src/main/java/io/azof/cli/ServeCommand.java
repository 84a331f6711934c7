package io.azof.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code azof serve}. */
@Command(name = "serve")
final class ServeCommand implements Callable<Integer> {
  ServeCommand(Shell shell) {}

  @Override
  public Integer call() {
    return 0;
  }
}

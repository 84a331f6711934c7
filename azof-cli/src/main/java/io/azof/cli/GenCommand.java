package io.azof.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code azof gen}. */
@Command(name = "gen")
final class GenCommand implements Callable<Integer> {
  GenCommand(Shell shell) {}

  @Override
  public Integer call() {
    return 0;
  }
}

package io.azof.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code azof demo}. */
@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {
  DemoCommand(Shell shell) {}

  @Override
  public Integer call() {
    return 0;
  }
}

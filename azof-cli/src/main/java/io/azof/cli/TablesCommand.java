package io.azof.cli;

import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code azof tables}. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "List the tables of a lakehouse, one a line.")
final class TablesCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();

  TablesCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (Lakehouse lakehouse = LakehouseOptions.openLakehouse(options.configuration(shell))) {
      for (String name : lakehouse.tableNames()) {
        shell.out().write(name + "\n");
      }
      shell.out().flush();
    }
    return ExitCode.OK;
  }
}

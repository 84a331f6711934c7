package io.azof.cli;

import io.azof.storage.Lakehouse;
import io.azof.storage.Table;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof rollback}. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Bring back what a table held at a version that it retains, as a new version. Those in"
            + " between stay in its history.")
final class RollbackCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();
  @Mixin private final TableOption table = new TableOption();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "VERSION",
      description = "The version; azof history lists them.")
  private long version;

  RollbackCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (Lakehouse lakehouse = LakehouseOptions.openLakehouse(options.configuration(shell))) {
      Table now = lakehouse.rollback(table.table(), version);
      shell
          .out()
          .write("committed version " + now.version() + ", which is as version " + version + "\n");
      shell.out().flush();
    }
    return ExitCode.OK;
  }
}

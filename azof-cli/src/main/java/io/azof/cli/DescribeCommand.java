package io.azof.cli;

import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof describe}. */
@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Show a table's version, its columns, and its tree of segments and files.")
final class DescribeCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();

  @Option(names = "--table", required = true, paramLabel = "T", description = "The table.")
  private String table = "";

  DescribeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (Lakehouse lakehouse = LakehouseOptions.openLakehouse(options.configuration(shell))) {
      shell.out().write(TableDescription.text(lakehouse.table(table)));
      shell.out().flush();
    }
    return ExitCode.OK;
  }
}

package io.azof.cli;

import io.azof.cli.output.OutputColumn;
import io.azof.server.client.AdminClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code azof queries}. */
@Command(
    name = "queries",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "List the statements that run on a server: your own; with the right admin, everybody's.")
final class QueriesCommand implements Callable<Integer> {
  private static final List<OutputColumn> COLUMNS =
      List.of(
          new OutputColumn("id", false),
          new OutputColumn("user", false),
          new OutputColumn("peer", false),
          new OutputColumn("session", false),
          new OutputColumn("begin", false),
          new OutputColumn("millis", true),
          new OutputColumn("state", false),
          new OutputColumn("rows", true),
          new OutputColumn("bytes", true),
          new OutputColumn("requests", true),
          new OutputColumn("as_of", false),
          new OutputColumn("sql", false));

  private final Shell shell;
  @Mixin private final ServerOption server = new ServerOption();
  @Mixin private final FormatOption format = new FormatOption();

  QueriesCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    format
        .format()
        .write(ListedRows.ofFacts(COLUMNS, server.ask(AdminClient::queries)), shell.out());
    return ExitCode.OK;
  }
}

package io.azof.cli;

import io.azof.cli.output.OutputColumn;
import io.azof.server.client.AdminClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code azof sessions}. */
@Command(
    name = "sessions",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "List the sessions on a server that have set something: your own; with the right admin,"
            + " everybody's.")
final class SessionsCommand implements Callable<Integer> {
  private static final List<OutputColumn> COLUMNS =
      List.of(
          new OutputColumn("session", false),
          new OutputColumn("user", false),
          new OutputColumn("settings", false),
          new OutputColumn("last_use", false),
          new OutputColumn("queries", true));

  private final Shell shell;
  @Mixin private final ServerOption server = new ServerOption();
  @Mixin private final FormatOption format = new FormatOption();

  SessionsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    format
        .format()
        .write(ListedRows.ofFacts(COLUMNS, server.ask(AdminClient::sessions)), shell.out());
    return ExitCode.OK;
  }
}

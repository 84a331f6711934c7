package io.azof.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: what all its subcommands have in common. */
@Command(
    name = "azof",
    description = "Ask any table for its state at any event time.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.LOCAL,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:done",
      "  1:a fault of Azof itself, please report it; of check: the table has faults",
      "  2:the request is wrong: an argument, a time, SQL",
      "  3:the lakehouse or the table does not exist",
      "  4:stored bytes are wrong or missing",
      "  5:valid, but not supported",
      "  6:somebody else was faster; look again",
      "  7:the store, the server or the output failed; try again later",
      "  8:a limit was reached",
      "  9:not logged in",
      " 10:not allowed",
      "130:stopped on request"
    },
    footerHeading = "%nSettings:%n",
    footer = {
      "  Every key of conf/azof.properties is also an environment variable: server.port is",
      "  AZOF_SERVER_PORT, lakehouse is AZOF_LAKEHOUSE. Options win over the environment, and",
      "  that over the file of --config."
    })
final class AzofCommand {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean verbose;

  private AzofCommand() {}

  /** The command line, ready to execute; it never throws and never exits the process. */
  static CommandLine commandLine(Shell shell) {
    AzofCommand azof = new AzofCommand();
    CommandLine commandLine =
        new CommandLine(azof)
            .addSubcommand(new DemoCommand(shell))
            .addSubcommand(new ServeCommand(shell))
            .addSubcommand(new ScanCommand(shell))
            .addSubcommand(new SqlCommand(shell))
            .addSubcommand(new QueriesCommand(shell))
            .addSubcommand(new KillCommand(shell))
            .addSubcommand(new SessionsCommand(shell))
            .addSubcommand(new HealthCommand(shell))
            .addSubcommand(new TablesCommand(shell))
            .addSubcommand(new DescribeCommand(shell))
            .addSubcommand(new ImportCommand(shell))
            .addSubcommand(new ExportCommand(shell))
            .addSubcommand(new HistoryCommand(shell))
            .addSubcommand(new CheckCommand(shell))
            .addSubcommand(new CompactCommand(shell))
            .addSubcommand(new RollbackCommand(shell))
            .addSubcommand(new ExpireCommand(shell))
            .addSubcommand(new OrphansCommand(shell))
            .addSubcommand(new UserCommand(shell))
            .addSubcommand(new GenCommand(shell));
    Failures failures = new Failures(shell, azof);
    return commandLine
        .setOut(new PrintWriter(shell.out(), true))
        .setErr(shell.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  boolean verbose() {
    return verbose;
  }
}

package io.azof.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code azof kill}. */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "End a statement that runs on a server: one of your own; with the right admin, anybody's.")
final class KillCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOption server = new ServerOption();

  @Parameters(paramLabel = "ID", description = "The statement, as azof queries lists it.")
  private String id = "";

  KillCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, @Nullable Object> ended = server.ask(client -> client.kill(id));
    shell.out().write("ended " + id + " of " + ended.get("user") + ": " + ended.get("sql") + "\n");
    shell.out().flush();
    return ExitCode.OK;
  }
}

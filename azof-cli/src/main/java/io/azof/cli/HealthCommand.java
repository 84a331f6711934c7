package io.azof.cli;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.Configuration;
import io.azof.server.config.Setting;
import io.azof.server.transport.HealthProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code azof health}. */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Ask the server of this machine, which was started with the same settings, whether it"
            + " serves. Nobody needs to log in for that.")
final class HealthCommand implements Callable<Integer> {
  private static final String SERVING = "SERVING";

  private final Shell shell;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, as conf/azof.properties shows them.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of the server. Without it: server.port, 32010.")
  private Optional<String> port = Optional.empty();

  HealthCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Configuration configuration =
        Configuration.load(
            file.map(shell.directory()::resolve),
            shell.environment(),
            port.map(number -> Map.of(Setting.SERVER_PORT.key(), number)).orElse(Map.of()));
    String status = new HealthProbe(configuration).status();
    if (!status.equals(SERVING)) {
      throw new AzofException(ErrorCode.STORE_FAILED, "The server says " + status);
    }
    shell.out().write(status + "\n");
    shell.out().flush();
    return ExitCode.OK;
  }
}

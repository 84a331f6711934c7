package io.azof.cli;

import io.azof.server.AzofServer;
import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import io.azof.server.config.Setting;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Serve a lakehouse over Arrow Flight SQL until Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on; 0 takes any free one. Without it: server.port, 32010.")
  private Optional<String> port = Optional.empty();

  ServeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<Setting, String> given =
        port.map(value -> Map.of(Setting.SERVER_PORT, value)).orElse(Map.of());
    Configuration configuration = options.configuration(shell, given);
    ServerConfig config = ServerConfig.from(configuration);
    DirectMemory.allow(config.arrowBytesMax(), System.getProperties());
    WarmUp warmUp;
    try (AzofServer server = openServer(config)) {
      shell
          .out()
          .write(
              "azof serves "
                  + config.lakehouse()
                  + " on "
                  + config.host()
                  + ":"
                  + server.port()
                  + " (Ctrl-C stops it)\n"
                  + server
                      .metricsPort()
                      .map(number -> "metrics at " + metricsAddress(config, number) + "\n")
                      .orElse(""));
      shell.out().flush();
      warmUp = WarmUp.start(config.query(), WARM_UP);
      shell.stop().await();
      warmUp.stop();
    }
    warmUp.awaitEnd();
    return ExitCode.OK;
  }

  private static String metricsAddress(ServerConfig config, int port) {
    return "http://" + config.monitoring().metricsHost() + ":" + port + "/metrics";
  }

  /** Starts a server with the clock and the dice of this machine; the receiver closes it. */
  static AzofServer openServer(ServerConfig config) {
    return AzofServer.open(config, Clock.systemUTC(), () -> UUID.randomUUID().toString());
  }
}

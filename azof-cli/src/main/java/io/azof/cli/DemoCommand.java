package io.azof.cli;

import io.azof.cli.demo.DemoTour;
import io.azof.cli.demo.SampleLakehouse;
import io.azof.server.AzofServer;
import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import io.azof.server.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code azof demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Write a sample lakehouse to ./azof-demo, serve it, ask it the same question as of two"
            + " dates, and stay up until Ctrl-C.")
final class DemoCommand implements Callable<Integer> {
  private static final String FOLDER = "azof-demo";

  private final Shell shell;

  @Option(names = "--once", description = "Stop after the answers.")
  private boolean once;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "32010",
      description = "The port to listen on; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
  private String port = "";

  DemoCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    Path folder = shell.directory().resolve(FOLDER);
    ServerConfig config =
        ServerConfig.from(
            Configuration.load(
                Optional.empty(),
                shell.environment(),
                Map.of(
                    Setting.LAKEHOUSE.key(),
                    folder.toString(),
                    Setting.SERVER_HOST.key(),
                    "127.0.0.1",
                    Setting.SERVER_PORT.key(),
                    port)));
    if (!Files.exists(folder)) {
      say("Writing the sample lakehouse ./" + FOLDER + " (figures of 132 companies since 2000)\n");
    }
    try (BufferAllocator allocator = new RootAllocator(config.arrowBytesMax())) {
      SampleLakehouse.write(folder, allocator);
    }
    try (AzofServer server = ServeCommand.openServer(config)) {
      say("azof serves ./" + FOLDER + " on 127.0.0.1:" + server.port() + " (Ctrl-C stops it)\n\n");
      DemoTour.print(server.port(), shell.out());
      if (!once) {
        shell.stop().await();
      }
    }
    return ExitCode.OK;
  }

  private void say(String text) throws IOException {
    shell.out().write(text);
    shell.out().flush();
  }
}

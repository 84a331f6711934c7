package io.azof.cli;

import io.azof.cli.demo.DemoTour;
import io.azof.cli.demo.SampleLakehouse;
import io.azof.server.AzofServer;
import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import io.azof.server.config.Setting;
import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
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
  private static final String CONTENT = "(figures of 132 companies since 2000)";

  private final Shell shell;

  @Option(names = "--once", description = "Stop after the answers.")
  private boolean once;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "32010",
      description = "The port to listen on; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
  private String port = "";

  @Option(
      names = "--lakehouse",
      paramLabel = "URI",
      description =
          "Write the sample as a table of this lakehouse and serve that: a path, a file: URI, or"
              + " s3://BUCKET/PREFIX. Without it: ./azof-demo.")
  private Optional<String> lakehouse = Optional.empty();

  DemoCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    Path folder = shell.directory().resolve(FOLDER);
    Configuration configuration =
        Configuration.load(
            Optional.empty(),
            shell.environment(),
            Map.of(
                Setting.LAKEHOUSE.key(),
                lakehouse.orElse(folder.toString()),
                Setting.SERVER_HOST.key(),
                "127.0.0.1",
                Setting.SERVER_PORT.key(),
                port));
    try (BufferAllocator allocator = LakehouseOptions.openRootAllocator(configuration)) {
      if (lakehouse.isPresent()) {
        write(configuration, allocator);
      } else {
        write(folder, allocator);
      }
    }
    try (AzofServer server = ServeCommand.openServer(ServerConfig.from(configuration))) {
      String place = lakehouse.orElse("./" + FOLDER);
      say("azof serves " + place + " on 127.0.0.1:" + server.port() + " (Ctrl-C stops it)\n\n");
      DemoTour.print(server.port(), shell.out());
      if (!once) {
        shell.stop().await();
      }
    }
    return ExitCode.OK;
  }

  private void write(Path folder, BufferAllocator allocator) throws IOException {
    if (!Files.exists(folder)) {
      say("Writing the sample lakehouse ./" + FOLDER + " " + CONTENT + "\n");
    }
    SampleLakehouse.write(folder, allocator);
  }

  private void write(Configuration configuration, BufferAllocator allocator) throws IOException {
    try (Lakehouse opened = LakehouseOptions.openOrCreateLakehouse(configuration)) {
      if (SampleLakehouse.write(opened, allocator)) {
        say("Wrote the sample to " + lakehouse.orElseThrow() + " " + CONTENT + "\n");
      }
    }
  }

  private void say(String text) throws IOException {
    shell.out().write(text);
    shell.out().flush();
  }
}

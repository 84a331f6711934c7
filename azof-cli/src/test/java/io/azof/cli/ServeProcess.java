package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code azof serve} in a process of its own, up when it is started. */
final class ServeProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile(" on 127\\.0\\.0\\.1:([0-9]+) ");
  private static final long PAUSE_NANOS = 10_000_000;

  private final AzofProcess running;
  private final int port;

  private ServeProcess(AzofProcess running, int port) {
    this.running = running;
    this.port = port;
  }

  /**
   * @param directory of its own, for its temporary files and what it says
   * @param settings lines of a configuration file
   * @param port 0 for any free one
   */
  static ServeProcess start(Path directory, Path lakehouse, List<String> settings, int port)
      throws IOException {
    Files.createDirectories(directory);
    Path configuration = Files.write(directory.resolve("azof.properties"), settings);
    List<String> words = new ArrayList<>(List.of("serve", "--lakehouse", lakehouse.toString()));
    words.addAll(List.of("--config", configuration.toString(), "--port", "" + port));
    AzofProcess running = AzofProcess.start(directory, List.of(), Main.class, words);
    Matcher said = PORT.matcher(Files.readString(running.out()));
    while (!said.find()) {
      assertThat(running.process().isAlive()).as(Files.readString(running.err())).isTrue();
      LockSupport.parkNanos(PAUSE_NANOS);
      said = PORT.matcher(Files.readString(running.out()));
    }
    return new ServeProcess(running, Integer.parseInt(said.group(1)));
  }

  int port() {
    return port;
  }

  /** Its URL for the JDBC driver. */
  String url() {
    return "jdbc:arrow-flight-sql://127.0.0.1:" + port + "/?useEncryption=false";
  }

  /** {@code kill -TERM}. */
  void terminate() {
    running.process().destroy();
  }

  /** {@code kill -9}, and waits for the end. */
  void kill() throws InterruptedException {
    running.process().destroyForcibly();
    running.process().waitFor();
  }

  boolean isAlive() {
    return running.process().isAlive();
  }

  /** Waits for its end. */
  Azof.Outcome outcome() throws IOException, InterruptedException {
    assertThat(running.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
    return running.outcome();
  }

  @Override
  public void close() {
    running.process().destroyForcibly();
  }
}

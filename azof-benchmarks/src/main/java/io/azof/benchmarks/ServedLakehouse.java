package io.azof.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code azof serve} in a process of its own, with a small heap, and how much memory it takes. */
final class ServedLakehouse implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile(" on 127\\.0\\.0\\.1:([0-9]+) ");
  private static final Pattern METRICS = Pattern.compile("metrics at (\\S+)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
  private static final String HEAP_MAX = "-Xmx512m";
  private static final long PAUSE_NANOS = 20_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;
  private final URI metrics;

  private ServedLakehouse(Process process, int port, URI metrics) {
    this.process = process;
    this.port = port;
    this.metrics = metrics;
  }

  /**
   * Starts it and waits until it is up; the receiver closes it.
   *
   * @param settings lines of a configuration file
   */
  static ServedLakehouse start(Path lakehouse, List<String> settings) throws IOException {
    Path folder = Files.createTempDirectory("azof-served-");
    Path said = folder.resolve("out.txt");
    List<String> lines = new ArrayList<>(settings);
    lines.add("metrics.port = 0");
    Path configuration = Files.write(folder.resolve("azof.properties"), lines);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP_MAX,
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "io.azof.cli.Main",
                "serve",
                "--lakehouse",
                lakehouse.toString(),
                "--port",
                "0",
                "--config",
                configuration.toString())
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    while (process.isAlive()) {
      String text = Files.readString(said);
      Matcher port = PORT.matcher(text);
      Matcher metrics = METRICS.matcher(text);
      if (port.find() && metrics.find()) {
        return new ServedLakehouse(
            process, Integer.parseInt(port.group(1)), URI.create(metrics.group(1)));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new IllegalStateException("the server did not start");
  }

  int port() {
    return port;
  }

  /** What it takes now. */
  Memory memory() throws IOException, InterruptedException {
    String text =
        http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    Matcher resident =
        RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
    return new Memory(
        resident.find() ? Long.parseLong(resident.group(1)) << 10 : 0,
        value(text, "jvm_memory_used_bytes{area=\"heap\"}"),
        value(text, "azof_arrow_memory_bytes"),
        value(text, "jvm_threads_current"));
  }

  private static long value(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** Lets it collect its garbage, so that what is left on the heap is in use. */
  void collectGarbage() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (Files.isExecutable(jcmd)) {
      new ProcessBuilder(jcmd.toString(), "" + process.pid(), "GC.run")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  /** Asks it to end, and kills it when it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Memory in bytes.
   *
   * @param resident of the whole process
   * @param heap of the virtual machine, garbage included
   * @param arrow column data
   * @param threads how many there are
   */
  record Memory(long resident, long heap, long arrow, long threads) {
    Memory max(Memory other) {
      return new Memory(
          Math.max(resident, other.resident),
          Math.max(heap, other.heap),
          Math.max(arrow, other.arrow),
          Math.max(threads, other.threads));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d MB resident, %d MB heap, %.1f MB Arrow, %d threads",
          resident >> 20,
          heap >> 20,
          arrow / 1e6,
          threads);
    }
  }
}

package io.azof.benchmarks;

import io.azof.server.AzofServer;
import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import io.azof.storage.Lakehouse;
import io.azof.storage.StorageSettings;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.fixture.s3.Fault;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.grpc.Context;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * How long it takes from the moment that a client cancels until the server has given back all that
 * the statement had: it is no longer under way, which it is until its last reader and its memory
 * are closed, and there is no column data in memory. It is looked for every millisecond.
 */
@SuppressWarnings("try") // closing what Flight has may be interrupted
final class CancelBenchmark {
  private static final String LAKE = "s3://bucket/lake";
  private static final Column NUMBER = new Column("n", ColumnType.INT, true);
  private static final int WARM_UPS = 3;
  private static final int KEYS = 1_000;
  private static final long SEED = 17;
  private static final long PAUSE_NANOS_MAX = 300_000_000;
  private static final String MEMORY = "azof_arrow_memory_bytes ";
  private static final long POLL_NANOS = 1_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BufferAllocator allocator;
  private final int port;
  private final URI metrics;
  private final int runs;
  private final PrintStream out;
  private final SplittableRandom random = new SplittableRandom(SEED);

  private CancelBenchmark(BufferAllocator allocator, AzofServer server, int runs, PrintStream out) {
    this.allocator = allocator;
    this.port = server.port();
    this.metrics =
        URI.create("http://127.0.0.1:" + server.metricsPort().orElseThrow() + "/metrics");
    this.runs = runs;
    this.out = out;
  }

  /**
   * @param args a folder, in which a small table is made when it is not there; runs of each kind
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int runs = Integer.parseInt(args[1]);
    SyntheticTable table = new SyntheticTable(folder, KEYS, 20, 1, SEED);
    table.generateIfAbsent();
    String three =
        String.format(Locale.ROOT, "FROM %1$s a, %1$s b, %1$s c", table.name()); // 10^9 rows
    try (BufferAllocator allocator = new RootAllocator()) {
      try (AzofServer server = open(Map.of("lakehouse", folder.toString()))) {
        CancelBenchmark benchmark = new CancelBenchmark(allocator, server, runs, System.out);
        benchmark.query(
            "a grouped question",
            "SELECT a.c4, count(*), sum(b.c2 * c.c2) " + three + " GROUP BY a.c4");
        benchmark.query("a result that streams", "SELECT a.*, b.* " + three);
        benchmark.change("DROP TABLE IF EXISTS copies");
        benchmark.change("CREATE TABLE copies (n BIGINT)");
        benchmark.update(
            "an update",
            "INSERT INTO copies (key, n) SELECT a.key || b.key || c.key, c.c2 " + three);
      }
      ofSlowStore(allocator, runs);
    }
  }

  private static void ofSlowStore(BufferAllocator allocator, int runs) throws Exception {
    Path cache = Files.createTempDirectory("azof-cancel-");
    try (FakeS3 store = new FakeS3("bucket")) {
      StorageSettings settings =
          new StorageSettings(store.settings(), FileCacheSettings.defaults(), Duration.ZERO);
      try (Lakehouse lakehouse = Lakehouse.openOrCreate(LAKE, settings)) {
        lakehouse.createTable("t", new TableSchema(List.of(NUMBER)), Map.of());
      }
      Map<String, String> server =
          Map.of(
              "lakehouse",
              LAKE,
              "s3.endpoint",
              store.endpoint().toString(),
              "s3.region",
              FakeS3.REGION,
              "cache.directory",
              cache.toString());
      ofSlowStore(allocator, store, server, runs);
    }
  }

  private static void ofSlowStore(
      BufferAllocator allocator, FakeS3 store, Map<String, String> settings, int runs)
      throws Exception {
    try (AzofServer server = open(settings)) {
      CancelBenchmark benchmark = new CancelBenchmark(allocator, server, runs, System.out);
      benchmark.change("INSERT INTO t (key, n) VALUES ('k', 1)");
      store.faults(
          request ->
              request.key().endsWith(".parquet") ? Fault.of(Fault.Kind.SILENCE) : Fault.NONE);
      benchmark.query("a download from a store that is silent", "SELECT n + 1 AS m FROM t");
    }
  }

  private static AzofServer open(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("server.port", "0");
    all.put("metrics.port", "0");
    return AzofServer.open(
        ServerConfig.from(Configuration.load(Optional.empty(), Map.of(), all)),
        Clock.systemUTC(),
        () -> UUID.randomUUID().toString());
  }

  private void query(String what, String sql) throws Exception {
    measure(
        what,
        client -> {
          FlightStream stream =
              client.getStream(client.execute(sql).getEndpoints().get(0).getTicket());
          return () -> {
            stream.cancel("enough", null);
            return stream;
          };
        });
  }

  private void update(String what, String sql) throws Exception {
    measure(
        what,
        client -> {
          Context.CancellableContext call = Context.current().withCancellation();
          Thread thread = new Thread(call.wrap(() -> runUntilCancelled(client, sql)));
          thread.start();
          return () -> {
            call.cancel(null);
            return thread::join;
          };
        });
  }

  private static void runUntilCancelled(FlightSqlClient client, String sql) {
    try {
      client.executeUpdate(sql);
      throw new IllegalStateException("It ended before it was cancelled");
    } catch (FlightRuntimeException e) {
      // as it should be
    }
  }

  private void change(String sql) throws Exception {
    try (FlightSqlClient client = openClient()) {
      client.executeUpdate(sql);
    }
  }

  /** Something that runs; cancels it, and gives what then is to be closed. */
  private interface Running {
    AutoCloseable cancel();
  }

  private interface Start {
    Running with(FlightSqlClient client) throws Exception;
  }

  private void measure(String what, Start start) throws Exception {
    double[] millis = new double[runs];
    try (FlightSqlClient client = openClient()) {
      for (int run = -WARM_UPS; run < runs; run++) {
        Running running = start.with(client);
        while (!isUnderWay()) {
          LockSupport.parkNanos(POLL_NANOS);
        }
        LockSupport.parkNanos(random.nextLong(PAUSE_NANOS_MAX));
        long begin = System.nanoTime();
        try (AutoCloseable rest = running.cancel()) {
          while (!isReleased()) {
            LockSupport.parkNanos(POLL_NANOS);
          }
          if (run >= 0) {
            millis[run] = (System.nanoTime() - begin) / 1e6;
          }
        }
      }
    }
    Arrays.sort(millis);
    out.printf(
        Locale.ROOT,
        "%s: cancelled and released in p50 %.1f ms, p99 %.1f, at most %.1f (%d runs after %d)%n",
        what,
        millis[runs / 2],
        millis[runs * 99 / 100],
        millis[runs - 1],
        runs,
        WARM_UPS);
  }

  private boolean isUnderWay() throws IOException, InterruptedException {
    return read().anyMatch(line -> line.startsWith("azof_statements{") && isMore(line));
  }

  private boolean isReleased() throws IOException, InterruptedException {
    return read()
        .filter(line -> line.startsWith("azof_statements{") || line.startsWith(MEMORY))
        .noneMatch(CancelBenchmark::isMore);
  }

  private Stream<String> read() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(metrics).build();
    return http.send(request, BodyHandlers.ofString()).body().lines();
  }

  private static boolean isMore(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) > 0;
  }

  private FlightSqlClient openClient() {
    return new FlightSqlClient(
        FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port)).build());
  }
}

package io.azof.benchmarks;

import io.azof.benchmarks.Measured.Pair;
import io.azof.server.AzofServer;
import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import io.azof.sql.PreparedQuery;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * How long small questions take, in the same process and through a server on this machine: the row
 * of a key in 10 million rows with 20 deltas, and some rows of a table of 1,000. Each is prepared
 * once and asked with other values each time.
 */
@SuppressWarnings("try") // closing what Flight has may be interrupted
final class LatencyBenchmark {
  private static final long KEYS = 10_000_000;
  private static final int DELTAS = 20;
  private static final long SMALL_KEYS = 1_000;
  private static final long SEED = 17;

  private final BufferAllocator allocator;
  private final QueryEngine engine;
  private final FlightSqlClient client;
  private final int runs;
  private final PrintStream out;
  private final SplittableRandom random = new SplittableRandom(SEED);

  private LatencyBenchmark(
      BufferAllocator allocator,
      QueryEngine engine,
      FlightSqlClient client,
      int runs,
      PrintStream out) {
    this.allocator = allocator;
    this.engine = engine;
    this.client = client;
    this.runs = runs;
    this.out = out;
  }

  /**
   * @param args a folder, in which the tables are made when they are not there; the number of runs
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    SyntheticTable large = new SyntheticTable(folder, KEYS, KEYS / 10, DELTAS, SEED);
    SyntheticTable small = new SyntheticTable(folder, SMALL_KEYS, DELTAS, 1, SEED);
    large.generateIfAbsent();
    small.generateIfAbsent();
    Configuration configuration =
        Configuration.load(
            Optional.empty(), Map.of(), Map.of("lakehouse", folder.toString(), "server.port", "0"));
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString());
        QueryEngine engine = QueryEngine.open(lakehouse, allocator);
        AzofServer server =
            AzofServer.open(
                ServerConfig.from(configuration),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString());
        FlightSqlClient client =
            new FlightSqlClient(
                FlightClient.builder(
                        allocator, Location.forGrpcInsecure("127.0.0.1", server.port()))
                    .build())) {
      LatencyBenchmark benchmark =
          new LatencyBenchmark(allocator, engine, client, Integer.parseInt(args[1]), System.out);
      benchmark.run("row of a key of 10 million", large, KEYS, "SELECT * FROM %s WHERE key = ?");
      benchmark.run(
          "rows of a table of 1,000",
          small,
          SMALL_KEYS,
          "SELECT c4, count(*), sum(c2) FROM %s WHERE key >= ? GROUP BY c4 ORDER BY c4 LIMIT 10");
    }
  }

  private void run(String what, SyntheticTable table, long keys, String form) throws Exception {
    String sql = String.format(Locale.ROOT, form, table.name());
    PreparedQuery query = engine.prepareQuery(sql);
    try (FlightSqlClient.PreparedStatement statement = client.prepare(sql)) {
      Pair warmUp = Pair.run(runs / 4, () -> ask(query, keys), () -> ask(statement, keys));
      Pair pair = Pair.run(runs, () -> ask(query, keys), () -> ask(statement, keys));
      print(what + ", in process", pair.a(), warmUp);
      print(what + ", by Flight", pair.b(), warmUp);
    }
  }

  private String key(long keys) {
    return String.format(Locale.ROOT, "key-%010d", random.nextLong(keys));
  }

  private Measured ask(PreparedQuery query, long keys) throws Exception {
    String key = key(keys);
    long start = System.nanoTime();
    long rows = 0;
    try (ArrowReader reader = query.openReader(allocator, List.of(key))) {
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
    }
    return measured(start, rows);
  }

  private Measured ask(FlightSqlClient.PreparedStatement statement, long keys) throws Exception {
    Schema schema = new Schema(List.of(Field.nullable("key", ArrowType.Utf8.INSTANCE)));
    String key = key(keys);
    long start = System.nanoTime();
    long rows = 0;
    try (VectorSchemaRoot parameters = VectorSchemaRoot.create(schema, allocator)) {
      VarCharVector values = (VarCharVector) parameters.getVector(0);
      values.setSafe(0, key.getBytes(StandardCharsets.UTF_8));
      parameters.setRowCount(1);
      statement.setParameters(parameters);
      FlightInfo info = statement.execute();
      try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
        while (stream.next()) {
          rows += stream.getRoot().getRowCount();
        }
      }
      statement.clearParameters();
    }
    return measured(start, rows);
  }

  private static Measured measured(long startNanos, long rows) {
    double millis = (System.nanoTime() - startNanos) / 1e6;
    return new Measured(millis, millis, rows);
  }

  private void print(String what, List<Measured> all, Pair warmUp) {
    List<Double> millis = all.stream().map(Measured::millis).sorted().toList();
    out.printf(
        Locale.ROOT,
        "%s: p50 %.1f ms, p90 %.1f, p99 %.1f (%d runs after %d)%n",
        what,
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 9 / 10),
        millis.get(millis.size() * 99 / 100),
        millis.size(),
        warmUp.a().size());
  }
}

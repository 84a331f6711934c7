package io.azof.benchmarks;

import io.azof.benchmarks.Measured.Pair;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import io.azof.storage.Table;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * How long a temporal join takes, beside DuckDB's own ASOF JOIN over the same files. The versions
 * were written month by month, so that no two files repeat each other.
 */
final class TemporalJoinBenchmark {
  private static final long SEED = 17;
  private static final int MONTHS = 12;
  private static final int SYMBOLS = 10_000;
  private static final int THREADS = 2;
  private static final long START_MILLIS = EventTime.parse("2024-01-01").epochMillis();
  private static final long MONTH_MILLIS = 30L * 24 * 60 * 60 * 1000;

  private final Path folder;
  private final PrintStream out;

  private TemporalJoinBenchmark(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /**
   * @param args a folder, in which the tables are made when they are not there; the number of
   *     facts; of versions; of runs
   */
  public static void main(String[] args) throws Exception {
    long facts = Long.parseLong(args[1]);
    long versions = Long.parseLong(args[2]);
    Path folder = Path.of(args[0]).resolve("temporal-" + facts + "-" + versions);
    TemporalJoinBenchmark benchmark = new TemporalJoinBenchmark(folder, System.out);
    if (!Files.exists(folder.resolve("facts").resolve("version.txt"))) {
      benchmark.makeTables(facts, versions);
    }
    benchmark.run(Integer.parseInt(args[3]));
  }

  private void makeTables(long facts, long versions) throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(SEED);
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      lakehouse.createTable("prices", schema("price", ColumnType.DOUBLE), Map.of());
      for (int month = 0; month < MONTHS; month++) {
        try (TableWriter writer = lakehouse.openWriter("prices", allocator)) {
          for (long i = 0; i < versions / MONTHS; i++) {
            long millis = START_MILLIS + month * MONTH_MILLIS + random.nextLong(MONTH_MILLIS);
            Map<String, Object> values = Map.of("price", random.nextDouble(100));
            writer.put(symbol(random), new EventTime(millis), values);
          }
          writer.commit();
        }
      }
      lakehouse.createTable("facts", schema("symbol", ColumnType.STRING), Map.of());
      try (TableWriter writer = lakehouse.openWriter("facts", allocator)) {
        for (long id = 0; id < facts; id++) {
          long millis = START_MILLIS + random.nextLong(MONTHS * MONTH_MILLIS);
          String key = String.format(Locale.ROOT, "fact-%08d", id);
          writer.put(key, new EventTime(millis), Map.of("symbol", symbol(random)));
        }
        writer.commit();
      }
    }
  }

  private static TableSchema schema(String column, ColumnType type) {
    return new TableSchema(List.of(new Column(column, type, true)));
  }

  private static String symbol(SplittableRandom random) {
    return String.format(Locale.ROOT, "symbol-%05d", random.nextInt(SYMBOLS));
  }

  private void run(int runs) throws Exception {
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString());
        QueryEngine engine = QueryEngine.open(lakehouse, allocator);
        Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("SET threads = " + THREADS);
      String own =
          "SELECT count(*), sum(p.price) FROM "
              + files(lakehouse.table("facts"))
              + " f ASOF JOIN "
              + files(lakehouse.table("prices"))
              + " p ON f.symbol = p.key AND f.event_time >= p.event_time";
      Pair pair = Pair.run(runs, () -> askAzof(engine, allocator), () -> askDuckDb(statement, own));
      print("temporal join:         %s", pair.a());
      print("DuckDB, own ASOF JOIN: %s", pair.b());
      out.printf(Locale.ROOT, "temporal join / DuckDB: %.2f%n", pair.ratio());
    }
  }

  private String files(Table table) {
    return table
        .snapshot()
        .files()
        .map(file -> "'" + folder.resolve(table.name()).resolve(file.name()) + "'")
        .collect(Collectors.joining(", ", "read_parquet([", "])"));
  }

  private static Measured askAzof(QueryEngine engine, BufferAllocator allocator)
      throws IOException {
    long start = System.nanoTime();
    String sql =
        "SELECT count(*), sum(p.price) FROM facts f"
            + " JOIN prices FOR EVENT_TIME AS OF f.event_time p ON p.key = f.symbol";
    try (ArrowReader reader = engine.prepareQuery(sql).openReader(allocator, List.of())) {
      reader.loadNextBatch();
      double sum = ((Float8Vector) reader.getVectorSchemaRoot().getVector(1)).get(0);
      double millis = (System.nanoTime() - start) / 1e6;
      return new Measured(
          millis, sum, (Long) reader.getVectorSchemaRoot().getVector(0).getObject(0));
    }
  }

  private static Measured askDuckDb(Statement statement, String sql) throws SQLException {
    long start = System.nanoTime();
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      double millis = (System.nanoTime() - start) / 1e6;
      return new Measured(millis, result.getDouble(2), result.getLong(1));
    }
  }

  private void print(String form, List<Measured> runs) {
    String shown =
        String.format(
            Locale.ROOT,
            "%7.0f ms, %d rows, sum %.3f",
            Measured.median(runs, Measured::millis),
            runs.get(0).rows(),
            runs.get(0).firstMillis());
    out.println(String.format(Locale.ROOT, form, shown));
  }
}

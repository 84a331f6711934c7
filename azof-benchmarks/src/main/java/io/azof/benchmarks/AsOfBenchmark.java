package io.azof.benchmarks;

import io.azof.benchmarks.Measured.Pair;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import io.azof.storage.TableScan;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.parquet.ParquetFile;
import io.azof.storage.parquet.ParquetReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * The state of a table at a time, beside what it could cost at best (a plain read of the base) and
 * what people write without Azof ({@code row_number()} over all files, in DuckDB).
 */
final class AsOfBenchmark {
  private static final int BATCH_ROWS = 65_536;
  private static final int THREADS = 2;

  private final SyntheticTable table;
  private final int runs;
  private final PrintStream out;

  AsOfBenchmark(SyntheticTable table, int runs, PrintStream out) {
    this.table = table;
    this.runs = runs;
    this.out = out;
  }

  void run() throws Exception {
    print("table %s: %d keys, %d delta rows", table.name(), table.keys(), table.deltaRows());
    print("%d counted runs each, in turn, after one to warm up; medians", runs);
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(table.folder().toString());
        QueryEngine engine = QueryEngine.open(lakehouse, allocator)) {
      scans(lakehouse, allocator, List.of("key", "event_time", "c1", "c2", "c3", "c4"));
      scans(lakehouse, allocator, List.of("c4", "c2"));
      selectAll(engine, allocator);
      ask(engine, allocator, grouped());
      print("peak resident memory of Azof alone: %s", peakResidentMemory());
      groups(engine, allocator);
    }
  }

  private void scans(Lakehouse lakehouse, BufferAllocator allocator, List<String> columns)
      throws Exception {
    TableScan scan =
        lakehouse.table(table.name()).scan().asOf(AsOf.at(table.end())).select(columns);
    Pair pair =
        Pair.run(
            runs,
            () -> read(scan.openReader(allocator), System.nanoTime()),
            () -> readPlain(columns, allocator));
    print("columns %s", String.join(", ", columns));
    print("  as-of scan of base and deltas:  %s", shown(pair.a()));
    print("  plain read of the base:         %s", shown(pair.b()));
    print("  as-of / plain:                  %.2f", pair.ratio());
  }

  private void groups(QueryEngine engine, BufferAllocator allocator) throws Exception {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("SET threads = " + THREADS);
      Pair pair =
          Pair.run(runs, () -> ask(engine, allocator, grouped()), () -> askDuckDb(statement));
      print("SELECT c4, COUNT(*), SUM(c2) … GROUP BY c4");
      print("  Azof, AS OF:                    %s", shown(pair.a()));
      print("  DuckDB, row_number():           %s", shown(pair.b()));
      print("  row_number() / Azof:            %.2f", 1 / pair.ratio());
    }
  }

  private void selectAll(QueryEngine engine, BufferAllocator allocator) throws IOException {
    String sql = "SELECT * FROM " + table.name() + " FOR EVENT_TIME AS OF '" + table.end() + "'";
    List<Measured> all = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      all.add(ask(engine, allocator, sql));
    }
    print("SELECT * … AS OF, through SQL:    %s", shown(all));
  }

  private String grouped() {
    return "SELECT c4, COUNT(*), SUM(c2) FROM "
        + table.name()
        + " FOR EVENT_TIME AS OF '"
        + table.end()
        + "' GROUP BY c4";
  }

  private String rowNumber(EventTime time) {
    String files =
        table.files().stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
    return """
        SELECT c4, COUNT(*), SUM(c2) FROM (
          SELECT c4, c2, row_number() OVER (PARTITION BY key ORDER BY event_time DESC) AS newest
          FROM read_parquet([%s]) WHERE event_time <= TIMESTAMPTZ '%s')
        WHERE newest = 1 GROUP BY c4"""
        .formatted(files, time);
  }

  private Measured ask(QueryEngine engine, BufferAllocator allocator, String sql)
      throws IOException {
    long start = System.nanoTime();
    return read(engine.prepareQuery(sql).openReader(allocator, List.of()), start);
  }

  private Measured askDuckDb(Statement statement) throws SQLException {
    long start = System.nanoTime();
    long rows = 0;
    try (ResultSet result = statement.executeQuery(rowNumber(table.end()))) {
      while (result.next()) {
        rows++;
      }
    }
    double millis = (System.nanoTime() - start) / 1e6;
    return new Measured(millis, millis, rows);
  }

  private static Measured read(ArrowReader opened, long start) throws IOException {
    try (ArrowReader reader = opened) {
      long rows = 0;
      double first = 0;
      while (reader.loadNextBatch()) {
        first = first == 0 ? (System.nanoTime() - start) / 1e6 : first;
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
      return new Measured((System.nanoTime() - start) / 1e6, first, rows);
    }
  }

  private Measured readPlain(List<String> columns, BufferAllocator allocator) {
    ParquetFile base = new ParquetFile(table.file("base.parquet"), "the base", table.keys());
    long start = System.nanoTime();
    try (ParquetReader reader = ParquetReader.open(List.of(base), columns, BATCH_ROWS, allocator)) {
      long rows = 0;
      double first = 0;
      while (reader.next()) {
        first = first == 0 ? (System.nanoTime() - start) / 1e6 : first;
        rows += reader.root().getRowCount();
      }
      return new Measured((System.nanoTime() - start) / 1e6, first, rows);
    }
  }

  private static String shown(List<Measured> runs) {
    return shown(
        new Measured(
            Measured.median(runs, Measured::millis),
            Measured.median(runs, Measured::firstMillis),
            runs.get(0).rows()));
  }

  private static String shown(Measured measured) {
    return String.format(
        Locale.ROOT,
        "%7.0f ms, first batch after %5.0f ms, %d rows",
        measured.millis(),
        measured.firstMillis(),
        measured.rows());
  }

  private static String peakResidentMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "unknown on this system";
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.substring("VmHWM:".length()).strip())
          .findFirst()
          .orElse("unknown");
    }
  }

  private void print(String form, Object... values) {
    out.println(String.format(Locale.ROOT, form, values));
  }
}

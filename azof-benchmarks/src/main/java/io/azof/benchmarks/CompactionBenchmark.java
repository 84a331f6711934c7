package io.azof.benchmarks;

import io.azof.benchmarks.Measured.Pair;
import io.azof.storage.Lakehouse;
import io.azof.storage.compact.CompactionPlan;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * How long it takes to close an era and write the base of the next, beside DuckDB that sorts the
 * same rows and writes them.
 */
final class CompactionBenchmark {
  private static final long SEED = 17;
  private static final int DELTAS = 10;
  private static final int THREADS = 2;
  private static final String TABLE = "t";

  private final Path folder;
  private final PrintStream out;

  private CompactionBenchmark(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /**
   * @param args a folder, in which a table is made when it is not there; the number of its keys; of
   *     the rows that came after its base; of runs
   */
  public static void main(String[] args) throws Exception {
    long keys = Long.parseLong(args[1]);
    long deltaRows = Long.parseLong(args[2]);
    Path folder = Path.of(args[0]).resolve("compaction-" + keys + "-" + deltaRows);
    CompactionBenchmark benchmark = new CompactionBenchmark(folder, System.out);
    if (!Files.exists(folder.resolve(TABLE).resolve("version.txt"))) {
      benchmark.makeTable(keys, deltaRows);
    }
    benchmark.run(Integer.parseInt(args[3]));
  }

  private void makeTable(long keys, long deltaRows) throws IOException {
    Files.createDirectories(folder);
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      lakehouse.createTable(
          TABLE,
          SyntheticRows.SCHEMA,
          Map.of("compaction.base-ratio", Double.toString((double) deltaRows / keys)));
      write(lakehouse, allocator, SyntheticRows.ofBase(allocator, keys, SEED));
      lakehouse.compactor().compact(TABLE, allocator);
      for (int day = 1; day <= DELTAS; day++) {
        write(
            lakehouse,
            allocator,
            SyntheticRows.ofDay(allocator, keys, deltaRows / DELTAS + 1, day, SEED + day));
      }
      out.print(lakehouse.compactor().plan(TABLE));
    }
  }

  private static void write(Lakehouse lakehouse, BufferAllocator allocator, ArrowReader given)
      throws IOException {
    try (ArrowReader rows = given;
        TableWriter writer = lakehouse.openWriter(TABLE, allocator)) {
      writer.write(rows);
      writer.commit();
    }
  }

  private void run(int runs) throws Exception {
    List<Path> files = latestFiles();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("SET threads = " + THREADS);
      Pair pair = Pair.run(runs, this::compact, () -> sort(statement, files));
      print("compaction:                %s", pair.a());
      print("DuckDB, sorting all rows:  %s", pair.b());
      out.printf(Locale.ROOT, "compaction / DuckDB:       %.2f%n", pair.ratio());
    }
  }

  private List<Path> latestFiles() {
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      return lakehouse
          .table(TABLE)
          .snapshot()
          .allSegments()
          .filter(segment -> segment.range().isOpen())
          .flatMap(segment -> segment.files())
          .map(file -> folder.resolve(TABLE).resolve(file.name()))
          .toList();
    }
  }

  private static double processorMillis(long beforeNanos) {
    return (ImportBenchmark.cpuNanos() - beforeNanos) / 1e6;
  }

  /**
   * Compacts a table of the same files; measures the processor time in the place of a first batch.
   */
  private Measured compact() throws IOException {
    Path copy = folder.resolveSibling("copy");
    delete(copy);
    Files.createDirectories(copy.resolve(TABLE));
    try (Stream<Path> files = Files.list(folder.resolve(TABLE))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path linked = copy.resolve(TABLE).resolve(file.getFileName());
        if (file.endsWith("version.txt")) {
          Files.copy(file, linked);
        } else {
          Files.createLink(linked, file);
        }
      }
    }
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(copy.toString())) {
      long before = ImportBenchmark.cpuNanos();
      long start = System.nanoTime();
      List<CompactionPlan> done = lakehouse.compactor().compact(TABLE, allocator);
      double millis = (System.nanoTime() - start) / 1e6;
      return new Measured(millis, processorMillis(before), done.size());
    } finally {
      delete(copy);
    }
  }

  private Measured sort(Statement statement, List<Path> files) throws SQLException, IOException {
    Path sorted = folder.resolveSibling("sorted.parquet");
    String sources = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
    long before = ImportBenchmark.cpuNanos();
    long start = System.nanoTime();
    statement.execute(
        "COPY (SELECT key, event_time, c1, c2, c3, c4 FROM read_parquet(["
            + sources
            + "], union_by_name = true) ORDER BY key, event_time DESC) TO '"
            + sorted
            + "' (FORMAT parquet, COMPRESSION zstd)");
    double millis = (System.nanoTime() - start) / 1e6;
    Files.delete(sorted);
    return new Measured(millis, processorMillis(before), 1);
  }

  private void print(String form, List<Measured> runs) {
    String millis =
        runs.stream()
            .map(run -> String.format(Locale.ROOT, "%.0f (%.0f)", run.millis(), run.firstMillis()))
            .collect(Collectors.joining(", "));
    out.printf(Locale.ROOT, form + " ms (of processor time)%n", millis);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}

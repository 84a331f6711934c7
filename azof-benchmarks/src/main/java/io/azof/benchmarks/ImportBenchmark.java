package io.azof.benchmarks;

import io.azof.storage.ingest.ImportMapping;
import io.azof.storage.ingest.ImportOptions;
import io.azof.storage.ingest.ImportReader;
import io.azof.storage.ingest.ImportSource;
import io.azof.storage.ingest.Rejects;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * How fast a CSV file of six columns becomes Arrow batches, before anything is sorted or written.
 */
final class ImportBenchmark {
  private static final long SEED = 17;
  private static final long START_MILLIS = 1_577_836_800_000L;
  private static final List<String> CITIES =
      List.of("Zürich", "Amsterdam", "New York", "São Paulo", "Kyiv", "Odesa", "Berlin");

  private ImportBenchmark() {}

  /**
   * @param args a file, which is written when it is not there; the number of its rows; of runs
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    if (!Files.exists(file)) {
      write(file, Long.parseLong(args[1]));
    }
    for (int run = Integer.parseInt(args[2]); run > 0; run--) {
      read(file, System.out);
    }
  }

  static void write(Path file, long rows) throws IOException {
    Random random = new Random(SEED);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("id,changed,price,quantity,city,state\n");
      for (long row = 0; row < rows; row++) {
        out.write("order-" + (1_000_000_000L + random.nextInt(1_000_000_000)) + ',');
        out.write(Instant.ofEpochMilli(START_MILLIS + 1573 * row).toString() + ',');
        out.write(random.nextInt(100_000) / 100.0 + "," + random.nextInt(100_000) + ',');
        out.write(CITIES.get(random.nextInt(CITIES.size())) + ',');
        out.write(row % 3 == 0 ? "closed\n" : "active\n");
      }
    }
  }

  /** Prints the rate by the clock, and by the time that processors have spent. */
  static void read(Path file, PrintStream out) throws IOException {
    long cpuNanos = cpuNanos();
    long nanos = System.nanoTime();
    try (BufferAllocator allocator = new RootAllocator()) {
      ImportSource source =
          ImportSource.of(
              List.of(file),
              ImportMapping.of(List.of("id"), "changed"),
              ImportOptions.DEFAULTS,
              Optional.empty(),
              allocator);
      try (ImportReader reader = source.openReader(allocator, Rejects.COUNTED_ONLY)) {
        long rows = 0;
        while (reader.loadNextBatch()) {
          rows += reader.getVectorSchemaRoot().getRowCount();
        }
        double seconds = (System.nanoTime() - nanos) / 1e9;
        double cpuSeconds = (cpuNanos() - cpuNanos) / 1e9;
        out.printf(
            Locale.ROOT,
            "%d rows, %.2f M rows/s, %.2f M rows per second of processor time%n",
            rows,
            rows / seconds / 1e6,
            rows / cpuSeconds / 1e6);
      }
    }
  }

  /** The processor time that this process has spent. */
  static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}

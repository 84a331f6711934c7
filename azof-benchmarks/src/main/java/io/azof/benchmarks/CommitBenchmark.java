package io.azof.benchmarks;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * How long a commit of one row takes on local disk, on and on in one table that is never compacted;
 * beside it how long the disk takes to make a small file durable, which a commit does six times.
 */
final class CommitBenchmark {
  private static final int WARM_UP = 50;
  private static final int BATCH = 50;

  private CommitBenchmark() {}

  /**
   * @param args a folder, in which a new one is made; the number of commits
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory(Path.of(args[0]), "commits-");
    run(folder, Integer.parseInt(args[1]), System.out);
  }

  private static void run(Path folder, int commits, PrintStream out) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      lakehouse.createTable(
          "t",
          new TableSchema(
              List.of(
                  new Column("a", ColumnType.INT, true), new Column("b", ColumnType.STRING, true))),
          Map.of());
      for (int commit = 0; commit < WARM_UP; commit++) {
        commit(lakehouse, allocator, commit);
      }
      for (int from = 0; from < commits; from += BATCH) {
        List<Measured> all = new ArrayList<>();
        long cpuNanos = cpuNanos();
        for (int commit = from; commit < from + BATCH; commit++) {
          all.add(commit(lakehouse, allocator, commit));
        }
        out.printf(
            Locale.ROOT,
            "%d files: one-row commit %.1f ms (median of %d), %.1f ms of processor time on average;"
                + " one fsync %.1f ms%n",
            WARM_UP + from + BATCH,
            Measured.median(all, Measured::millis),
            BATCH,
            (cpuNanos() - cpuNanos) / 1e6 / BATCH,
            syncMillis(folder));
      }
    }
  }

  private static Measured commit(Lakehouse lakehouse, BufferAllocator allocator, int number) {
    long start = System.nanoTime();
    try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
      writer.put(
          "k" + number % 1000,
          EventTime.parse("2024-01-01T00:00:00Z"),
          Map.of("a", (long) number, "b", "x" + number));
      writer.commit();
    }
    double millis = (System.nanoTime() - start) / 1e6;
    return new Measured(millis, millis, 1);
  }

  private static double syncMillis(Path folder) throws IOException {
    List<Measured> all = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      Path file = Files.write(folder.resolve("sync-" + i), new byte[4096]);
      long start = System.nanoTime();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      double millis = (System.nanoTime() - start) / 1e6;
      all.add(new Measured(millis, millis, 1));
      Files.delete(file);
    }
    return Measured.median(all, Measured::millis);
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}

package io.azof.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the benchmarks. */
@Command(
    name = "azof-benchmarks",
    mixinStandardHelpOptions = true,
    description = "Generates a table, once, and measures questions about it side by side.")
public final class Benchmarks implements Callable<Integer> {
  @Option(names = "--keys", defaultValue = "10000000", description = "Keys in the base.")
  private long keys;

  @Option(names = "--delta-rows", defaultValue = "1000000", description = "Rows in the deltas.")
  private long deltaRows;

  @Option(names = "--delta-files", defaultValue = "10", description = "Files they are spread over.")
  private int deltaFiles;

  @Option(names = "--seed", defaultValue = "17", description = "What the data is drawn from.")
  private long seed;

  @Option(names = "--runs", defaultValue = "11", description = "Counted runs of each question.")
  private int runs;

  @Option(
      names = "--folder",
      defaultValue = "target/benchmark-lakehouse",
      description = "Where the table is kept between runs.")
  private Path folder;

  // picocli fills in every field before call(), each has a default
  @SuppressWarnings("NullAway.Init")
  Benchmarks() {}

  @Override
  public Integer call() throws Exception {
    SyntheticTable table = new SyntheticTable(folder, keys, deltaRows, deltaFiles, seed);
    table.generateIfAbsent();
    new AsOfBenchmark(table, runs, System.out).run();
    return 0;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new Benchmarks()).execute(args));
  }
}

package io.azof.cli;

import io.azof.server.config.Configuration;
import io.azof.storage.Lakehouse;
import io.azof.storage.parquet.WrittenFile;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof gen}. */
@Command(
    name = "gen",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Make a data file of a CSV file in a table's folder: NAME.csv becomes NAME.parquet.",
      "Its columns are the key, the event time, and those of the table's snapshot, in this order or"
          + " in that of a header line. An existing data file is never replaced."
    })
final class GenCommand implements Callable<Integer> {
  private static final String EXTENSION = ".csv";

  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();

  @Option(names = "--table", required = true, paramLabel = "T", description = "The table.")
  private String table = "";

  @Option(
      names = "--file",
      required = true,
      paramLabel = "NAME",
      description = "The CSV file, with or without its extension.")
  private String file = "";

  GenCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Configuration configuration = options.configuration(shell);
    String name =
        file.endsWith(EXTENSION) ? file.substring(0, file.length() - EXTENSION.length()) : file;
    try (BufferAllocator allocator = LakehouseOptions.openRootAllocator(configuration);
        Lakehouse lakehouse = LakehouseOptions.openLakehouse(configuration)) {
      WrittenFile written = lakehouse.writeDataFileFromCsv(allocator, table, name, false);
      shell
          .out()
          .write(
              String.format(
                  Locale.ROOT,
                  "wrote %s (%d rows, %d bytes)\n",
                  written.path(),
                  written.rows(),
                  written.bytes()));
      shell.out().flush();
    }
    return ExitCode.OK;
  }
}

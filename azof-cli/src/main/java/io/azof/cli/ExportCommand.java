package io.azof.cli;

import io.azof.cli.export.ExportFormat;
import io.azof.cli.export.NewFile;
import io.azof.cli.export.StateFile;
import io.azof.cli.export.Version1Table;
import io.azof.cli.output.OutputFormat;
import io.azof.cli.query.ArrowRows;
import io.azof.server.config.Configuration;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import io.azof.storage.TableScan;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Write the state of a table as of an event time to a file, ordered by key. An existing file"
            + " is never replaced.")
final class ExportCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();

  @Option(names = "--table", required = true, paramLabel = "T", description = "The table.")
  private String table = "";

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description =
          "An ISO-8601 time, UTC where it has no offset: 2019-01-17, 2019-01-17T08:00:00Z."
              + " Without it: all that is known.")
  private Optional<String> asOf = Optional.empty();

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description =
          "csv (as azof scan writes it), parquet, arrow (an IPC file), or azof-v1 (the folder of a"
              + " table in version 1 of the format, which other implementations read).")
  private ExportFormat format = ExportFormat.CSV;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The file to write; for azof-v1 the folder.")
  private Path output = Path.of("");

  ExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Configuration configuration = options.configuration(shell);
    Path target = shell.directory().resolve(output);
    NewFile.requireFree(target);
    AsOf time = asOf.map(text -> AsOf.at(EventTime.parse(text))).orElse(AsOf.LATEST);
    try (BufferAllocator allocator = LakehouseOptions.openRootAllocator(configuration);
        Lakehouse lakehouse = LakehouseOptions.openLakehouse(configuration)) {
      TableScan scan = lakehouse.table(table).scan().asOf(time);
      switch (format) {
        case CSV, ARROW -> writeOrdered(configuration, lakehouse, allocator, scan, target);
        case PARQUET -> StateFile.write(allocator, scan, target);
        case AZOF_V1 -> Version1Table.write(allocator, scan, target);
      }
    }
    shell.out().write("wrote " + target + "\n");
    shell.out().flush();
    return ExitCode.OK;
  }

  private void writeOrdered(
      Configuration configuration,
      Lakehouse lakehouse,
      BufferAllocator allocator,
      TableScan scan,
      Path target)
      throws IOException {
    String sql = OrderedScan.sql(table, scan.arrowSchema(), scan.asOf());
    try (QueryEngine engine = LakehouseOptions.openEngine(configuration, lakehouse, allocator);
        ArrowReader reader = engine.prepareQuery(sql).openReader(allocator, List.of())) {
      if (format == ExportFormat.ARROW) {
        NewFile.writeArrow(target, reader);
        return;
      }
      try (ArrowRows rows = ArrowRows.open(reader)) {
        NewFile.writeText(target, out -> OutputFormat.CSV.write(rows, out));
      }
    }
  }
}

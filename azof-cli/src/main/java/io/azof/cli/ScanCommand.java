package io.azof.cli;

import io.azof.cli.query.ArrowRows;
import io.azof.server.config.Configuration;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import io.azof.storage.TableScan;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof scan}. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Write the rows of a table as of an event time, ordered by key.")
final class ScanCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();
  @Mixin private final FormatOption format = new FormatOption();

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
      names = "--columns",
      split = ",",
      paramLabel = "NAME",
      description = "Only these columns, in this order. Without it: all.")
  private List<String> columns = List.of();

  @Option(
      names = "--explain",
      description = "Read nothing; say which files would be read, and which skipped and why.")
  private boolean explain;

  ScanCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Configuration configuration = options.configuration(shell);
    AsOf time = asOf.map(text -> AsOf.at(EventTime.parse(text))).orElse(AsOf.LATEST);
    try (BufferAllocator allocator = LakehouseOptions.openRootAllocator(configuration);
        Lakehouse lakehouse = LakehouseOptions.openLakehouse(configuration)) {
      TableScan scan = lakehouse.table(table).scan().asOf(time);
      TableScan selected = columns.isEmpty() ? scan : scan.select(columns);
      if (explain) {
        shell.out().write(selected.plan().toString().stripTrailing() + "\n");
        shell.out().flush();
        return ExitCode.OK;
      }
      String sql = OrderedScan.sql(table, selected.arrowSchema(), time);
      try (QueryEngine engine = LakehouseOptions.openEngine(configuration, lakehouse, allocator);
          ArrowRows rows =
              ArrowRows.open(engine.prepareQuery(sql).openReader(allocator, List.of()))) {
        format.format().write(rows, shell.out());
      }
    }
    return ExitCode.OK;
  }
}

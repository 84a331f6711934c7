package io.azof.cli;

import io.azof.cli.output.OutputColumn;
import io.azof.cli.output.OutputFormat;
import io.azof.server.config.Configuration;
import io.azof.storage.Lakehouse;
import io.azof.storage.maintain.CheckReport;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Look for faults in a table: in its current version and in every one that it retains. Nothing"
          + " is changed.",
      "The exit code is 0 when there are none and 1 when there are some."
    })
final class CheckCommand implements Callable<Integer> {
  private static final List<OutputColumn> COLUMNS =
      List.of(
          new OutputColumn("fault", false),
          new OutputColumn("version", true),
          new OutputColumn("object", false),
          new OutputColumn("what", false));

  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();
  @Mixin private final TableOption table = new TableOption();
  @Mixin private final FormatOption format = new FormatOption();

  @Option(
      names = "--deep",
      description = "Read every row as well: checksums, counts, order, and that bases are right.")
  private boolean deep;

  CheckCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Configuration configuration = options.configuration(shell);
    try (BufferAllocator allocator = LakehouseOptions.openRootAllocator(configuration);
        Lakehouse lakehouse = LakehouseOptions.openLakehouse(configuration)) {
      CheckReport report =
          deep
              ? lakehouse.maintenance().checkDeep(table.table(), allocator)
              : lakehouse.maintenance().check(table.table());
      write(report);
      return report.faults().isEmpty() ? ExitCode.OK : ExitCode.FAULTS;
    }
  }

  private void write(CheckReport report) throws IOException {
    boolean forPeople = format.format() == OutputFormat.TABLE;
    if (!forPeople || !report.faults().isEmpty()) {
      List<List<Object>> rows =
          report.faults().stream()
              .map(f -> List.<Object>of(f.kind().word(), f.version(), f.object(), f.sentence()))
              .toList();
      format.format().write(new ListedRows(COLUMNS, rows), shell.out());
    }
    if (forPeople) {
      shell.out().write(summary(report));
      shell.out().flush();
    }
  }

  private String summary(CheckReport report) {
    return String.format(
        Locale.ROOT,
        "table %s at version %d: %s in %d versions, %d files%s\n",
        report.table(),
        report.version(),
        report.faults().isEmpty() ? "no faults" : report.faults().size() + " faults",
        report.versions(),
        report.files(),
        deep ? ", " + report.rows() + " rows" : "");
  }
}

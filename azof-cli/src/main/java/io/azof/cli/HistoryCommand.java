package io.azof.cli;

import io.azof.cli.output.OutputColumn;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Snapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "List the versions that a table retains, the current one first.")
final class HistoryCommand implements Callable<Integer> {
  private static final List<OutputColumn> COLUMNS =
      List.of(
          new OutputColumn("version", true),
          new OutputColumn("committed_at", false),
          new OutputColumn("operation", false),
          new OutputColumn("summary", false));

  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();
  @Mixin private final TableOption table = new TableOption();
  @Mixin private final FormatOption format = new FormatOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many. Default: ${DEFAULT-VALUE}.")
  private long limit;

  HistoryCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (Lakehouse lakehouse = LakehouseOptions.openLakehouse(options.configuration(shell))) {
      List<List<@Nullable Object>> rows =
          lakehouse
              .versions(table.table())
              .snapshots()
              .limit(Math.max(0, limit))
              .map(HistoryCommand::row)
              .toList();
      format.format().write(new ListedRows(COLUMNS, rows), shell.out());
    }
    return ExitCode.OK;
  }

  /** A snapshot of version 1 of the format says no more than its number. */
  private static List<@Nullable Object> row(Snapshot version) {
    Lineage lineage = version.lineage();
    return lineage == null
        ? Arrays.asList(version.version(), null, null, null)
        : List.of(
            version.version(),
            EventTime.of(lineage.committedAt()).toString(),
            lineage.operation().word(),
            text(lineage.summary()));
  }

  private static String text(Map<String, String> summary) {
    return new TreeMap<>(summary)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", "));
  }
}

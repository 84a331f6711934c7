package io.azof.cli;

import io.azof.server.config.Configuration;
import io.azof.storage.Lakehouse;
import io.azof.storage.compact.CompactionPlan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof compact}. */
@Command(
    name = "compact",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Rewrite files of a table as its properties ask for, so that reading takes fewer files and"
            + " rows. No answer changes.")
final class CompactCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();

  @Option(names = "--table", required = true, paramLabel = "T", description = "The table.")
  private String table = "";

  @Option(
      names = "--dry-run",
      description = "Change nothing; say what would be done first, and what it costs and saves.")
  private boolean dryRun;

  CompactCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Configuration configuration = options.configuration(shell);
    try (BufferAllocator allocator = LakehouseOptions.openRootAllocator(configuration);
        Lakehouse lakehouse = LakehouseOptions.openLakehouse(configuration)) {
      List<CompactionPlan> done =
          dryRun ? List.of() : lakehouse.compactor().compact(table, allocator);
      for (CompactionPlan plan : done) {
        shell.out().write(plan.toString());
      }
      if (done.isEmpty()) {
        shell.out().write(lakehouse.compactor().plan(table).toString());
      }
      shell.out().flush();
    }
    return ExitCode.OK;
  }
}

package io.azof.cli;

import io.azof.cli.output.OutputColumn;
import io.azof.cli.output.OutputFormat;
import io.azof.storage.Lakehouse;
import io.azof.storage.maintain.Garbage;
import io.azof.storage.maintain.Maintenance;
import io.azof.storage.objectstore.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof orphans}. */
@Command(
    name = "orphans",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "List what lies in a table's folder that no retained version needs.",
      "garbage: nobody needs it, and --delete removes it. later: readers may still need it, until"
          + " the grace is over. pending: a commit may need it that is under way, or was given up;"
          + " garbage once the table has another version. foreign: not Azof's by its name; never"
          + " removed."
    })
final class OrphansCommand implements Callable<Integer> {
  private static final List<OutputColumn> COLUMNS =
      List.of(
          new OutputColumn("state", false),
          new OutputColumn("bytes", true),
          new OutputColumn("object", false));

  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();
  @Mixin private final TableOption table = new TableOption();
  @Mixin private final GraceOption grace = new GraceOption();
  @Mixin private final FormatOption format = new FormatOption();

  @Option(names = "--delete", description = "Remove the garbage.")
  private boolean delete;

  OrphansCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (Lakehouse lakehouse = LakehouseOptions.openLakehouse(options.configuration(shell))) {
      Maintenance maintenance = lakehouse.maintenance();
      Garbage garbage =
          delete
              ? maintenance.removeGarbage(table.table(), grace.grace())
              : maintenance.findGarbage(table.table(), grace.grace());
      List<List<Object>> rows = new ArrayList<>();
      add(delete ? "removed" : "garbage", garbage.removable(), rows);
      add("later", garbage.later(), rows);
      add("pending", garbage.pending(), rows);
      add("foreign", garbage.foreign(), rows);
      if (rows.isEmpty() && format.format() == OutputFormat.TABLE) {
        shell.out().write("no orphans\n");
        shell.out().flush();
      } else {
        format.format().write(new ListedRows(COLUMNS, rows), shell.out());
      }
    }
    return ExitCode.OK;
  }

  private static void add(String state, List<Listing.Entry> objects, List<List<Object>> rows) {
    objects.forEach(object -> rows.add(List.of(state, object.bytes(), object.name())));
  }
}

package io.azof.cli;

import io.azof.storage.Lakehouse;
import io.azof.storage.maintain.Garbage;
import io.azof.storage.maintain.Maintenance;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.Listing;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azof expire}. */
@Command(
    name = "expire",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Let go of old versions of a table, or of its states before an event time, and remove what"
            + " nobody needs any more.")
final class ExpireCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();
  @Mixin private final TableOption table = new TableOption();
  @Mixin private final GraceOption grace = new GraceOption();

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  /** What is let go of; one of them. */
  static final class What {
    @Option(
        names = "--versions-older-than",
        required = true,
        paramLabel = "DURATION|TIME",
        description =
            "The versions that were committed before that: P30D is 30 days ago, 2024-05-01 a time."
                + " The current version always stays.")
    private Optional<String> versions = Optional.empty();

    @Option(
        names = "--history-before",
        required = true,
        paramLabel = "TIME",
        description =
            "The states before that event time: to ask for one is an error from then on. No other"
                + " answer changes.")
    private Optional<String> history = Optional.empty();
  }

  ExpireCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (Lakehouse lakehouse = LakehouseOptions.openLakehouse(options.configuration(shell))) {
      Maintenance maintenance = lakehouse.maintenance();
      Optional<Snapshot> expired =
          what.history.isPresent()
              ? maintenance.expireHistory(table.table(), EventTime.parse(what.history.get()))
              : maintenance.expireVersions(table.table(), olderThan(what.versions.orElse("")));
      say(expired.map(this::committed).orElse("nothing to expire; nothing was committed\n"));
      Garbage garbage = maintenance.removeGarbage(table.table(), grace.grace());
      say(size("removed", garbage.removable()));
      if (!garbage.later().isEmpty()) {
        say(size("later,", garbage.later()));
        say("  when the grace of " + grace.grace() + " is over: azof orphans --delete\n");
      }
    }
    return ExitCode.OK;
  }

  private static Instant olderThan(String text) {
    return Durations.isMeant(text)
        ? InstantSource.system().instant().minus(Durations.parse(text))
        : Instant.ofEpochMilli(EventTime.parse(text).epochMillis());
  }

  private String committed(Snapshot version) {
    Lineage lineage = version.lineage();
    String kept =
        what.history.isPresent()
            ? "states from " + version.eventTimeFloor() + " on are kept"
            : "versions from " + (lineage == null ? 0 : lineage.retainedFrom()) + " on are kept";
    return "committed version " + version.version() + ": " + kept + "\n";
  }

  private static String size(String verb, List<Listing.Entry> objects) {
    return String.format(
        Locale.ROOT, "%s %d objects (%d bytes)\n", verb, objects.size(), Garbage.bytes(objects));
  }

  private void say(String text) throws IOException {
    shell.out().write(text);
    shell.out().flush();
  }
}

package io.azof.cli;

import io.azof.storage.maintain.Maintenance;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long those may go on reading who began before something was let go of. */
final class GraceOption {
  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      description =
          "What a reader may still need that began so long ago or later is left: an ISO-8601"
              + " duration such as PT30M. Default: PT10M.")
  private Optional<String> grace = Optional.empty();

  Duration grace() {
    return grace.map(Durations::parse).orElse(Maintenance.GRACE);
  }
}

package io.azof.cli.load;

import io.azof.storage.ingest.ImportProgress;
import io.azof.storage.write.CommitSummary;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What an import did.
 *
 * @param commit empty after a dry run
 * @param progress at its end
 */
public record ImportResult(
    String table, Optional<CommitSummary> commit, ImportProgress progress, Duration took) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** One line for a person, without its end. */
  public String text() {
    return commit.map(this::text).orElseGet(this::dryRunText) + "; " + speed();
  }

  private String text(CommitSummary summary) {
    if (progress.rows() == 0) {
      return String.format(
          Locale.ROOT, "%s is as it was: 0 rows, %d rejected", table, progress.rejected());
    }
    return String.format(
        Locale.ROOT,
        "%s is at version %d: %d rows, %d deletes, %d late, %d duplicates, %d rejected",
        table,
        summary.version(),
        summary.rows(),
        summary.deletes(),
        summary.lateRows(),
        summary.duplicates(),
        progress.rejected());
  }

  private String dryRunText() {
    return String.format(
        Locale.ROOT,
        "%s is as it was (dry run): %d rows, %d rejected",
        table,
        progress.rows(),
        progress.rejected());
  }

  private String speed() {
    double seconds = took.toNanos() / NANOS_PER_SECOND;
    long rows = progress.rows() + progress.rejected();
    return String.format(
        Locale.ROOT, "%.1f s, %.0f rows/s", seconds, seconds > 0 ? rows / seconds : 0);
  }
}

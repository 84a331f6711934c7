package io.azof.server.statement;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each statement that has ended, for the logger {@code azof.query} at level INFO: how
 * long it took, its rows, what was asked of the store, its text. Never the values of parameters.
 */
public final class StatementLog implements RunObserver {
  private static final Logger LOG = LoggerFactory.getLogger("azof.query");
  private static final int TEXT_LENGTH_MAX = 1_000;

  @Override
  public void ended(EndedStatement statement) {
    if (LOG.isInfoEnabled()) {
      LOG.info(
          "{} after {} ms, {} rows, {}: {}",
          how(statement),
          statement.duration().toMillis(),
          statement.progress().rows(),
          statement.progress().traffic(),
          text(statement.facts().sql()));
    }
  }

  /** Not the message of a failure, which may quote a value. */
  private static String how(EndedStatement statement) {
    return statement.failure().map(reason -> "failed (" + reason.code() + ")").orElse("done");
  }

  private static String text(String sql) {
    String line = sql.strip().replaceAll("\\s+", " ");
    return line.length() > TEXT_LENGTH_MAX ? line.substring(0, TEXT_LENGTH_MAX) + "…" : line;
  }
}

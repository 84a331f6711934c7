package io.azof.server.flight;

import io.azof.sql.PlannedStatement;
import io.azof.sql.catalog.SessionSettings;

/** Plans the text of a statement. */
@FunctionalInterface
public interface StatementPlanner {

  /**
   * @param settings what the session says for all of its statements
   */
  PlannedStatement plan(String sql, SessionSettings settings);
}

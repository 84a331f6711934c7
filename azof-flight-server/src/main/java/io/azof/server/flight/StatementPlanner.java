package io.azof.server.flight;

import io.azof.sql.PlannedStatement;
import io.azof.storage.model.AsOf;

/** Plans the text of a statement. */
@FunctionalInterface
public interface StatementPlanner {

  /**
   * @param asOf when tables are looked at that have no time clause
   */
  PlannedStatement plan(String sql, AsOf asOf);
}

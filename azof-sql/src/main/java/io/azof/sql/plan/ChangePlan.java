package io.azof.sql.plan;

import io.azof.sql.catalog.PlannedTable;

/**
 * A statement that changes rows of a table.
 *
 * @param target the table that is changed, as it was when the statement was prepared
 * @param kind what is done with the rows
 * @param rows the rows as the table's writer takes them: {@code key}, {@code event_time}, and, but
 *     for deletes, all other columns
 * @param readsTarget whether the rows are computed from the state of the target, so that they are
 *     void once somebody else has changed it
 * @param readsTables whether the rows are computed from any table
 */
public record ChangePlan(
    PlannedTable target, Kind kind, QueryPlan rows, boolean readsTarget, boolean readsTables) {

  /** What is done with the rows. */
  public enum Kind {
    /** They become versions of their keys. */
    PUT,
    /** From their times on there are no such keys. */
    DELETE
  }
}

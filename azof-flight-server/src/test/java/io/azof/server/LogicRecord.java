package io.azof.server;

import java.util.List;

/**
 * A statement or query of a sqllogictest file, and what must come of it.
 *
 * @param place file and line
 * @param types what the columns of a query are shown as, a letter each: I, R or T; empty for a
 *     statement
 * @param sort how a query's values are ordered before they are compared
 * @param succeeds false for a statement that must fail
 * @param expected the values of a query, or the one line that says their number and hash
 */
record LogicRecord(
    String place, String sql, String types, Sort sort, boolean succeeds, List<String> expected) {
  enum Sort {
    NOSORT,
    ROWSORT,
    VALUESORT
  }

  boolean isQuery() {
    return !types.isEmpty();
  }
}

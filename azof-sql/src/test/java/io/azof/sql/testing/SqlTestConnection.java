package io.azof.sql.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way to the tables of {@link SampleTables}. */
@FunctionalInterface
public interface SqlTestConnection {
  /**
   * Runs a statement and reads all of its result.
   *
   * @param parameters Boolean, Long, Double, String, Instant, LocalDate, LocalTime or null
   * @throws SqlTestFailure what the user would be told instead
   */
  SqlTestResult run(String sql, List<@Nullable Object> parameters) throws SqlTestFailure;
}

package io.azof.sql;

import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A validated statement: a {@link PreparedQuery}, which has rows, a {@link PreparedUpdate}, which
 * changes something, or a {@link PreparedSetting}, which changes its session. Holds no resources;
 * may be run many times, by many threads.
 */
public sealed interface PlannedStatement permits PreparedQuery, PreparedUpdate, PreparedSetting {
  /** The text as it was given. */
  String sql();

  /** Whether running it changes any table. */
  boolean changesTables();

  /**
   * The name of the table that running it changes; empty when it changes none, or one that only a
   * parameter names.
   */
  Optional<String> changedTable();

  /** One nullable field per {@code ?}, in order, typed by inference. */
  Schema parameterSchema();
}

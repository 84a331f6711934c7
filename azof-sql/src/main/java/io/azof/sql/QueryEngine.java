package io.azof.sql;

import io.azof.storage.Lakehouse;
import org.apache.arrow.memory.BufferAllocator;

/** SQL over the tables of a lakehouse. Safe for use by many threads. */
public final class QueryEngine implements AutoCloseable {
  private QueryEngine() {}

  /**
   * Opens an engine; the receiver closes it, after its readers and before the lakehouse.
   *
   * @param parent where the engine's own memory comes from; it makes a child named "sql"
   */
  public static QueryEngine open(Lakehouse lakehouse, BufferAllocator parent) {
    throw new IllegalStateException("stub");
  }

  /**
   * Parses, validates and plans one statement against the tables as they are now.
   *
   * @throws io.azof.error.AzofException {@code SQL_INVALID} with line and column of the text
   */
  public PreparedQuery prepare(String sql) {
    throw new IllegalStateException("stub");
  }

  @Override
  public void close() {}
}

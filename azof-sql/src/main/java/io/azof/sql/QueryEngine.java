package io.azof.sql;

import io.azof.error.AzofException;
import io.azof.sql.catalog.LakehouseSchema;
import io.azof.sql.execute.Execution;
import io.azof.sql.parse.Statement;
import io.azof.sql.parse.StatementParser;
import io.azof.sql.plan.QueryPlan;
import io.azof.sql.plan.QueryPlanner;
import io.azof.storage.Lakehouse;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.model.AsOf;
import java.time.InstantSource;
import org.apache.arrow.memory.BufferAllocator;

/** SQL over the tables of a lakehouse. Safe for use by many threads. */
public final class QueryEngine implements AutoCloseable {
  private final Lakehouse lakehouse;
  private final BufferAllocator allocator;
  private final DuckDb engine;
  private final InstantSource clock;

  private QueryEngine(
      Lakehouse lakehouse, BufferAllocator allocator, DuckDb engine, InstantSource clock) {
    this.lakehouse = lakehouse;
    this.allocator = allocator;
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * Opens an engine with default settings and the system's clock; the receiver closes it, after its
   * readers and before the lakehouse.
   *
   * @param parent where the engine's own memory comes from; it makes a child named "sql"
   */
  public static QueryEngine open(Lakehouse lakehouse, BufferAllocator parent) {
    return open(lakehouse, parent, QuerySettings.defaults(), InstantSource.system());
  }

  /**
   * Opens an engine; the receiver closes it, after its readers and before the lakehouse.
   *
   * @param parent where the engine's own memory comes from; it makes a child named "sql"
   * @param clock what CURRENT_TIMESTAMP is, asked once per execution
   * @throws AzofException {@code ARGUMENT_INVALID} for settings out of range, {@code STORE_FAILED}
   *     when the spill directory cannot be written
   */
  public static QueryEngine open(
      Lakehouse lakehouse, BufferAllocator parent, QuerySettings settings, InstantSource clock) {
    DuckDb engine =
        DuckDb.open(
            DuckDbSettings.ofQueries(
                settings.memoryBytesMax(), settings.threads(), settings.spillDirectory()));
    BufferAllocator allocator = parent.newChildAllocator("sql", 0, Long.MAX_VALUE);
    return new QueryEngine(lakehouse, allocator, engine, clock);
  }

  /**
   * Parses, validates and plans one statement against the tables as they are now.
   *
   * @throws AzofException {@code SQL_INVALID} or {@code TABLE_NOT_FOUND} with line and column of
   *     the text, {@code UNSUPPORTED} for SQL that Azof does not do
   */
  public PreparedQuery prepare(String sql) {
    return prepare(sql, AsOf.LATEST);
  }

  /**
   * As {@link #prepare(String)}.
   *
   * @param asOf when tables are looked at that have no time clause
   */
  public PreparedQuery prepare(String sql, AsOf asOf) {
    return Planning.guarded(
        () -> {
          Statement statement = StatementParser.parse(sql);
          QueryPlan plan = QueryPlanner.plan(statement, new LakehouseSchema(lakehouse, asOf));
          Execution execution = new Execution(lakehouse, engine);
          return statement.explain()
              ? new PreparedExplain(sql, plan, execution, clock)
              : new PreparedSelect(sql, plan, execution, clock);
        });
  }

  @Override
  public void close() {
    allocator.close();
    engine.close();
  }
}

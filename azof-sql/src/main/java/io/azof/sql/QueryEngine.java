package io.azof.sql;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.LakehouseSchema;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.execute.Execution;
import io.azof.sql.parse.CallStatement;
import io.azof.sql.parse.ChangeStatement;
import io.azof.sql.parse.DefinitionStatement;
import io.azof.sql.parse.QueryStatement;
import io.azof.sql.parse.SettingStatement;
import io.azof.sql.parse.Statement;
import io.azof.sql.parse.StatementParser;
import io.azof.sql.plan.ChangePlan;
import io.azof.sql.plan.ChangePlanner;
import io.azof.sql.plan.QueryPlan;
import io.azof.sql.plan.QueryPlanner;
import io.azof.sql.procedure.ProcedureCall;
import io.azof.sql.procedure.Procedures;
import io.azof.sql.write.RowChanges;
import io.azof.storage.Lakehouse;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** SQL over the tables of a lakehouse. Safe for use by many threads. */
public final class QueryEngine implements AutoCloseable {
  /** Plans take up to 150 bytes per character, so that is 20 MB. */
  private static final int RECENT_CHARS_MAX = 128 << 10;

  private final Lakehouse lakehouse;
  private final BufferAllocator allocator;
  private final DuckDb engine;
  private final InstantSource clock;
  private final Execution execution;
  private final RecentPlans recent;

  private QueryEngine(
      Lakehouse lakehouse, BufferAllocator allocator, DuckDb engine, InstantSource clock) {
    this.lakehouse = lakehouse;
    this.allocator = allocator;
    this.engine = engine;
    this.clock = clock;
    this.execution = new Execution(lakehouse, engine);
    this.recent = new RecentPlans(RECENT_CHARS_MAX, lakehouse::table);
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
  public PlannedStatement prepare(String sql) {
    return prepare(sql, SessionSettings.NONE);
  }

  /**
   * As {@link #prepare(String)}.
   *
   * @param settings what the session says for all of its statements
   */
  public PlannedStatement prepare(String sql, SessionSettings settings) {
    return Planning.guarded(() -> planned(sql, settings));
  }

  private PlannedStatement planned(String sql, SessionSettings settings) {
    Optional<QueryPlan> known = recent.find(sql, settings);
    return known.isPresent()
        ? new PreparedSelect(sql, known.get(), execution, clock)
        : StatementParser.parse(sql).match(new Preparation(settings));
  }

  /**
   * As {@link #prepare(String)}, for a statement that shall only read.
   *
   * @throws AzofException also {@code UNSUPPORTED} for a statement that changes something
   */
  public PreparedQuery prepareQuery(String sql) {
    return prepareQuery(sql, SessionSettings.NONE);
  }

  /**
   * As {@link #prepareQuery(String)}.
   *
   * @param settings what the session says for all of its statements
   */
  public PreparedQuery prepareQuery(String sql, SessionSettings settings) {
    if (prepare(sql, settings) instanceof PreparedQuery query) {
      return query;
    }
    throw new AzofException(ErrorCode.UNSUPPORTED, "Only a query can be asked here: " + sql);
  }

  /** Plans a statement of each kind. */
  private final class Preparation implements Statement.Cases<PlannedStatement> {
    private final SessionSettings settings;
    private final LakehouseSchema tables;

    Preparation(SessionSettings settings) {
      this.settings = settings;
      this.tables = new LakehouseSchema(lakehouse, settings);
    }

    @Override
    public PlannedStatement query(QueryStatement statement) {
      QueryPlan plan = QueryPlanner.plan(statement, tables);
      return switch (statement.answer()) {
        case ROWS -> {
          recent.add(statement.text(), settings, plan, tables);
          yield new PreparedSelect(statement.text(), plan, execution, clock);
        }
        case PLAN -> new PreparedExplain(statement.text(), plan, execution, clock, false);
        case RUN -> new PreparedExplain(statement.text(), plan, execution, clock, true);
      };
    }

    @Override
    public PlannedStatement change(ChangeStatement statement) {
      settings.version().ifPresent(SessionStatements::refuseChange);
      ChangePlan plan = ChangePlanner.plan(statement, tables);
      RowChanges changes = new RowChanges(lakehouse, execution);
      return new PreparedChange(statement.text(), plan, changes, clock);
    }

    @Override
    public PlannedStatement define(DefinitionStatement statement) {
      return new PreparedDefinition(statement, lakehouse);
    }

    @Override
    public PlannedStatement call(CallStatement statement) {
      ProcedureCall call = ProcedureCall.of(statement, new Procedures(clock));
      return new PreparedCall(statement.text(), call, lakehouse);
    }

    @Override
    public PlannedStatement setting(SettingStatement statement) {
      return SessionStatements.plan(statement, settings);
    }
  }

  @Override
  public void close() {
    allocator.close();
    engine.close();
  }
}

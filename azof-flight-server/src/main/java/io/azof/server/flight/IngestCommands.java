package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.flight.error.CallErrors;
import io.azof.server.flight.ingest.IngestBatch;
import io.azof.server.flight.ingest.IngestColumns;
import io.azof.server.flight.ingest.IngestRequest;
import io.azof.server.security.WriteRules;
import io.azof.server.statement.RunState;
import io.azof.server.statement.RunningStatements;
import io.azof.server.statement.StatementKind;
import io.azof.server.statement.StatementRun;
import io.azof.storage.Lakehouse;
import io.azof.storage.write.CommitSummary;
import io.azof.storage.write.TableWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows that clients send in bulk: one commit, or none. A batch at a time is taken off the network
 * and into the writer of the table, which puts many on disk: what a client sends faster waits with
 * the client.
 */
public final class IngestCommands {
  private final Lakehouse lakehouse;
  private final WriteRules rules;
  private final BufferAllocator memory;
  private final BufferAllocator answers;
  private final RunningStatements running;
  private final CallErrors errors;

  /**
   * @param rules who may write to which tables
   * @param memory what rows need on their way is taken from there
   * @param answers for small answers
   * @param running has each while it runs
   */
  public IngestCommands(
      Lakehouse lakehouse,
      WriteRules rules,
      BufferAllocator memory,
      BufferAllocator answers,
      RunningStatements running,
      CallErrors errors) {
    this.lakehouse = lakehouse;
    this.rules = rules;
    this.memory = memory;
    this.answers = answers;
    this.running = running;
    this.errors = errors;
  }

  /** Takes all rows, commits them, and answers with their number. */
  void run(
      CommandStatementIngest command,
      Caller caller,
      FlightStream stream,
      StreamListener<PutResult> listener) {
    StatementRun run =
        running.begin(
            StatementKind.INGEST,
            "INGEST INTO " + command.getTable(),
            caller.origin(),
            Optional.empty());
    run.is(RunState.RUNNING);
    long rows;
    try {
      if (command.hasTransactionId()) {
        throw StatementCommands.noTransactions();
      }
      rules.requireWrite(caller.principal(), Optional.of(command.getTable()));
      rows = ingest(IngestRequest.of(command, caller.headers()::get), stream);
      run.sent(rows, 0);
      run.succeeded();
    } catch (RuntimeException | Error e) {
      CallErrors.Explained reason = errors.explain(e);
      run.failed(reason.failure());
      RefusedUpload.drain(stream);
      throw reason.status();
    }
    UpdateCommands.answer(rows, answers, listener);
  }

  private long ingest(IngestRequest request, FlightStream stream) {
    boolean hasRows = stream.next();
    if (!stream.hasRoot()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The rows for table \"" + request.table() + "\" have no schema");
    }
    Optional<String> existing = existing(request.table());
    if (existing.isEmpty()) {
      return create(request, stream, hasRows);
    }
    return switch (request.ifExists()) {
      case FAIL ->
          throw new AzofException(
              ErrorCode.TABLE_EXISTS, "There is a table \"" + existing.get() + "\" already");
      case APPEND -> append(request, existing.get(), stream, hasRows);
      case REPLACE -> replace(request, existing.get(), stream, hasRows);
    };
  }

  /** The table of that name, exactly or else without case. */
  private Optional<String> existing(String name) {
    List<String> names = lakehouse.tableNames();
    return names.contains(name)
        ? Optional.of(name)
        : names.stream().filter(name::equalsIgnoreCase).findFirst();
  }

  private long append(IngestRequest request, String table, FlightStream stream, boolean hasRows) {
    IngestColumns columns =
        IngestColumns.of(
            request,
            lakehouse.currentTable(table).schema(),
            stream.getSchema(),
            stream.getDictionaryProvider());
    try (TableWriter writer = lakehouse.openWriter(table, memory)) {
      take(stream, hasRows, columns, writer);
      return committed(table, writer);
    }
  }

  private long create(IngestRequest request, FlightStream stream, boolean hasRows) {
    if (!request.creates()) {
      throw new AzofException(
          ErrorCode.TABLE_NOT_FOUND, "There is no table \"" + request.table() + "\"");
    }
    IngestColumns columns = newColumns(request, stream);
    try (TableWriter writer = openWriterForNewTable(request.table(), columns)) {
      return take(stream, hasRows, columns, writer) > 0
          ? committed(request.table(), writer)
          : withoutRows(request.table(), columns);
    }
  }

  /** All rows are here, and good, before the table that was there goes. */
  private long replace(IngestRequest request, String table, FlightStream stream, boolean hasRows) {
    IngestColumns columns = newColumns(request, stream);
    try (TableWriter writer = openWriterForNewTable(table, columns)) {
      long rows = take(stream, hasRows, columns, writer);
      lakehouse.dropTable(table);
      return rows > 0 ? committed(table, writer) : withoutRows(table, columns);
    }
  }

  private long withoutRows(String table, IngestColumns columns) {
    lakehouse.createTable(table, columns.tableSchema(), Map.of());
    return 0;
  }

  private static IngestColumns newColumns(IngestRequest request, FlightStream stream) {
    return IngestColumns.ofNewTable(request, stream.getSchema(), stream.getDictionaryProvider());
  }

  private TableWriter openWriterForNewTable(String table, IngestColumns columns) {
    return lakehouse.openWriterForNewTable(table, columns.tableSchema(), Map.of(), memory);
  }

  /** Gives how many rows were taken. */
  private long take(
      FlightStream stream, boolean hasRows, IngestColumns columns, TableWriter writer) {
    long rows = 0;
    boolean more = hasRows;
    while (more) {
      try (IngestBatch batch = columns.openBatch(stream.getRoot(), rows, memory)) {
        writer.write(batch.rows());
      }
      rows += stream.getRoot().getRowCount();
      more = stream.next();
    }
    return rows;
  }

  private long committed(String table, TableWriter writer) {
    CommitSummary summary = writer.commit();
    lakehouse.forget(table);
    return summary.rows();
  }
}

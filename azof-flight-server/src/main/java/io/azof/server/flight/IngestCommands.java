package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.flight.error.CallErrors;
import io.azof.server.flight.ingest.IngestBatch;
import io.azof.server.flight.ingest.IngestColumns;
import io.azof.server.flight.ingest.IngestRequest;
import io.azof.server.security.WriteRules;
import io.azof.server.statement.RunMemory;
import io.azof.server.statement.RunState;
import io.azof.server.statement.RunStop;
import io.azof.server.statement.RunningStatements;
import io.azof.server.statement.StatementKind;
import io.azof.server.statement.StatementRun;
import io.azof.server.transport.CallEnds;
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
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rows that clients send in bulk: one commit, or none. A batch at a time is taken off the network
 * and into the writer of the table, which puts many on disk: what a client sends faster waits with
 * the client.
 */
public final class IngestCommands {
  private final Lakehouse lakehouse;
  private final WriteRules rules;
  private final BufferAllocator memory;
  private final long bytesMax;
  private final BufferAllocator answers;
  private final RunningStatements running;
  private final CallErrors errors;

  /**
   * @param rules who may write to which tables
   * @param memory what rows need on their way is taken from there
   * @param bytesMax how much of it those of one client may take
   * @param answers for small answers
   * @param running has each while it runs
   */
  public IngestCommands(
      Lakehouse lakehouse,
      WriteRules rules,
      BufferAllocator memory,
      long bytesMax,
      BufferAllocator answers,
      RunningStatements running,
      CallErrors errors) {
    this.lakehouse = lakehouse;
    this.rules = rules;
    this.memory = memory;
    this.bytesMax = bytesMax;
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
    CallEnds.Listening listening =
        caller.ends().open(pastDeadline -> run.stop(RunStop.byClient(pastDeadline)));
    long rows;
    try (BufferAllocator own = RunMemory.open(memory, run, bytesMax)) {
      if (command.hasTransactionId()) {
        throw StatementCommands.noTransactions();
      }
      rules.requireWrite(caller.principal(), Optional.of(command.getTable()));
      rows = ingest(IngestRequest.of(command, caller.headers()::get), new Upload(stream, run, own));
      run.sent(rows, 0);
      run.succeeded();
    } catch (RuntimeException | Error e) {
      CallErrors.Explained reason =
          errors.explain(run.stopReason().<Throwable>map(RunStop::error).orElse(e));
      run.failed(reason.failure());
      RefusedUpload.drain(stream);
      throw reason.status();
    } finally {
      listening.close();
    }
    UpdateCommands.answer(rows, answers, listener);
  }

  private long ingest(IngestRequest request, Upload upload) {
    boolean hasRows = upload.next();
    FlightStream stream = upload.stream();
    if (!stream.hasRoot()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The rows for table \"" + request.table() + "\" have no schema");
    }
    Optional<String> existing = existing(request.table());
    if (existing.isEmpty()) {
      return create(request, upload, hasRows);
    }
    return switch (request.ifExists()) {
      case FAIL ->
          throw new AzofException(
              ErrorCode.TABLE_EXISTS, "There is a table \"" + existing.get() + "\" already");
      case APPEND -> append(request, existing.get(), upload, hasRows);
      case REPLACE -> replace(request, existing.get(), upload, hasRows);
    };
  }

  /** The table of that name, exactly or else without case. */
  private Optional<String> existing(String name) {
    List<String> names = lakehouse.tableNames();
    return names.contains(name)
        ? Optional.of(name)
        : names.stream().filter(name::equalsIgnoreCase).findFirst();
  }

  private long append(IngestRequest request, String table, Upload upload, boolean hasRows) {
    IngestColumns columns =
        IngestColumns.of(
            request,
            lakehouse.currentTable(table).schema(),
            upload.stream().getSchema(),
            upload.stream().getDictionaryProvider());
    try (TableWriter writer = lakehouse.openWriter(table, upload.memory())) {
      take(upload, hasRows, columns, writer);
      return committed(table, writer);
    }
  }

  private long create(IngestRequest request, Upload upload, boolean hasRows) {
    if (!request.creates()) {
      throw new AzofException(
          ErrorCode.TABLE_NOT_FOUND, "There is no table \"" + request.table() + "\"");
    }
    IngestColumns columns = newColumns(request, upload.stream());
    try (TableWriter writer = openWriterForNewTable(request.table(), columns, upload)) {
      return take(upload, hasRows, columns, writer) > 0
          ? committed(request.table(), writer)
          : withoutRows(request.table(), columns);
    }
  }

  /** All rows are here, and good, before the table that was there goes. */
  private long replace(IngestRequest request, String table, Upload upload, boolean hasRows) {
    IngestColumns columns = newColumns(request, upload.stream());
    try (TableWriter writer = openWriterForNewTable(table, columns, upload)) {
      long rows = take(upload, hasRows, columns, writer);
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

  private TableWriter openWriterForNewTable(String table, IngestColumns columns, Upload upload) {
    return lakehouse.openWriterForNewTable(table, columns.tableSchema(), Map.of(), upload.memory());
  }

  /** Gives how many rows were taken. */
  private long take(Upload upload, boolean hasRows, IngestColumns columns, TableWriter writer) {
    long rows = 0;
    boolean more = hasRows;
    while (more) {
      VectorSchemaRoot root = upload.stream().getRoot();
      try (IngestBatch batch = columns.openBatch(root, rows, upload.memory())) {
        writer.write(batch.rows());
      }
      rows += root.getRowCount();
      more = upload.next();
    }
    return rows;
  }

  private long committed(String table, TableWriter writer) {
    CommitSummary summary = writer.commit();
    lakehouse.forget(table);
    return summary.rows();
  }
}

package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.server.flight.parameter.ParameterRows;
import io.azof.server.security.WriteRules;
import io.azof.server.session.PreparedStatement;
import io.azof.server.session.PreparedStatements;
import io.azof.sql.PlannedStatement;
import java.util.List;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementUpdate;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementUpdate;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutUpdateResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Statements that change something, by the commands that are meant for them. */
public final class UpdateCommands {
  private final StatementPlanner planner;
  private final WriteRules rules;
  private final PreparedStatements prepared;
  private final UpdateRuns runs;
  private final BufferAllocator allocator;

  /**
   * @param planner plans the text of a statement
   * @param rules who may run them
   * @param allocator for small answers
   */
  public UpdateCommands(
      StatementPlanner planner,
      WriteRules rules,
      PreparedStatements prepared,
      UpdateRuns runs,
      BufferAllocator allocator) {
    this.planner = planner;
    this.rules = rules;
    this.prepared = prepared;
    this.runs = runs;
    this.allocator = allocator;
  }

  /** Runs a statement at once. What is sent along is not looked at: there may not be a schema. */
  void run(CommandStatementUpdate command, Caller caller, StreamListener<PutResult> listener) {
    if (command.hasTransactionId()) {
      throw StatementCommands.noTransactions();
    }
    CallSession.Planned planned = caller.session().plan(planner, command.getQuery());
    PlannedStatement update = planned.statement();
    rules.require(update, caller.principal());
    StatementCommands.requireNoParameters(update);
    long rows = runs.run(update, List.of(List.of()), caller, planned.asOf());
    answer(rows, allocator, listener);
  }

  /** Runs a prepared statement, for each row of parameters that is sent. */
  void run(
      CommandPreparedStatementUpdate command,
      Caller caller,
      FlightStream stream,
      StreamListener<PutResult> listener) {
    PreparedStatement statement;
    List<List<@Nullable Object>> rows;
    try {
      statement = prepared.find(command.getPreparedStatementHandle().toStringUtf8());
      rules.require(statement.planned(), caller.principal());
      rows = rows(statement, stream);
    } catch (AzofException e) {
      RefusedUpload.drain(stream);
      throw e;
    }
    long written = runs.run(statement.planned(), rows, caller, statement.asOf());
    answer(written, allocator, listener);
  }

  /** Clients send a row without columns, or none, with a statement without parameters. */
  private static List<List<@Nullable Object>> rows(
      PreparedStatement statement, FlightStream stream) {
    if (statement.parameterCount() == 0) {
      RefusedUpload.drain(stream);
      return List.of(List.of());
    }
    return ParameterRows.read(stream, statement.parameterCount())
        .orElseGet(statement::parameterRows);
  }

  /** Says how many rows were written. */
  static void answer(long rows, BufferAllocator allocator, StreamListener<PutResult> listener) {
    byte[] result = DoPutUpdateResult.newBuilder().setRecordCount(rows).build().toByteArray();
    try (ArrowBuf buffer = allocator.buffer(result.length)) {
      buffer.writeBytes(result);
      listener.onNext(PutResult.metadata(buffer));
    }
    listener.onCompleted();
  }
}

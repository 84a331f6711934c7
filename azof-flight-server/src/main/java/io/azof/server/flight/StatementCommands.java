package io.azof.server.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.flight.parameter.ParameterRows;
import io.azof.server.flight.stream.ReaderSource;
import io.azof.server.flight.stream.ResultStreams;
import io.azof.server.flight.stream.TimestampStyle;
import io.azof.server.security.WriteRules;
import io.azof.server.session.PreparedStatement;
import io.azof.server.session.PreparedStatements;
import io.azof.server.statement.RunningStatements;
import io.azof.server.statement.StatementKind;
import io.azof.server.statement.StatementRun;
import io.azof.server.statement.Turns;
import io.azof.sql.PlannedStatement;
import io.azof.sql.PreparedQuery;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutPreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Statements, run at once or prepared first. Planning happens on the calling thread, so that every
 * mistake shows before a result is asked for; the schema of the plan is the one that each answer
 * holds.
 */
public final class StatementCommands {
  private static final long UNKNOWN = -1;

  /** As many clients as may be between a plan and its rows; a plan takes some 100 KB. */
  private static final int ANNOUNCED_MAX = 128;

  /** The number of {@code is_update} in the answer to CreatePreparedStatement. */
  private static final int IS_UPDATE_FIELD = 4;

  private final StatementPlanner planner;
  private final WriteRules rules;
  private final PreparedStatements prepared;
  private final UpdateRuns updates;
  private final ResultStreams streams;
  private final Turns turns;
  private final BufferAllocator allocator;
  private final RunningStatements running;
  private final Supplier<String> ids;
  private final AnnouncedQueries announced = new AnnouncedQueries(ANNOUNCED_MAX);

  /**
   * @param planner plans the text of a statement
   * @param rules who may run those that change something
   * @param turns in which statements run
   * @param allocator for small answers
   * @param running has each statement while it runs
   * @param ids gives a new text at each call, one that nobody can guess
   */
  public StatementCommands(
      StatementPlanner planner,
      WriteRules rules,
      PreparedStatements prepared,
      UpdateRuns updates,
      ResultStreams streams,
      Turns turns,
      BufferAllocator allocator,
      RunningStatements running,
      Supplier<String> ids) {
    this.planner = planner;
    this.rules = rules;
    this.prepared = prepared;
    this.updates = updates;
    this.streams = streams;
    this.turns = turns;
    this.allocator = allocator;
    this.running = running;
    this.ids = ids;
  }

  FlightInfo info(CommandStatementQuery command, Caller caller, FlightDescriptor descriptor) {
    CallSession.Planned planned = plan(command, caller);
    rules.require(planned.statement(), caller.principal());
    if (planned.statement() instanceof PreparedQuery query) {
      StatementTicket ticket = StatementTicket.of(ids.get(), query, planned.settings());
      announced.add(ticket.id(), query);
      return info(caller.style().of(query.schema()), ticket(ticket.toBytes()), descriptor);
    }
    requireNoParameters(planned.statement());
    return updated(planned.statement(), List.of(List.of()), caller, planned.asOf(), descriptor);
  }

  /** Runs an update that was sent as a query, now and once: fetching its answer runs nothing. */
  private FlightInfo updated(
      PlannedStatement update,
      List<List<@Nullable Object>> parameterRows,
      Caller caller,
      Optional<String> asOf,
      FlightDescriptor descriptor) {
    UpdateTicket done = new UpdateTicket(updates.run(update, parameterRows, caller, asOf));
    return info(UpdateTicket.SCHEMA, ticket(done.toBytes()), descriptor);
  }

  private static TicketStatementQuery ticket(ByteString handle) {
    return TicketStatementQuery.newBuilder().setStatementHandle(handle).build();
  }

  Schema schema(CommandStatementQuery command, Caller caller) {
    return schema(plan(command, caller).statement(), caller.style());
  }

  private static Schema schema(PlannedStatement statement, TimestampStyle style) {
    return statement instanceof PreparedQuery query
        ? style.of(query.schema())
        : UpdateTicket.SCHEMA;
  }

  private CallSession.Planned plan(CommandStatementQuery command, Caller caller) {
    if (command.hasTransactionId()) {
      throw noTransactions();
    }
    return caller.session().plan(planner, command.getQuery());
  }

  void stream(TicketStatementQuery command, Caller caller, ServerStreamListener listener) {
    Optional<UpdateTicket> done = UpdateTicket.parse(command.getStatementHandle());
    if (done.isPresent()) {
      ReaderSource count = memory -> new CountReader(done.get(), memory);
      streams.send(
          turns,
          UpdateTicket.SCHEMA,
          caller.style(),
          List.of(count),
          listener,
          StatementRun.unlisted());
      return;
    }
    StatementTicket ticket = StatementTicket.parse(command.getStatementHandle());
    PreparedQuery query = announced.take(ticket.id()).orElseGet(() -> plan(ticket));
    requireNoParameters(query);
    Optional<String> asOf = CallSession.Planned.asOf(ticket.settings());
    run(query, List.of(List.of()), caller, asOf, ticket.id(), listener);
  }

  private PreparedQuery plan(StatementTicket ticket) {
    PreparedQuery query = query(planner.plan(ticket.sql(), ticket.settings()));
    ticket.requireSameSchema(query);
    return query;
  }

  /** Tickets of queries are for queries: nothing is changed by fetching. */
  private static PreparedQuery query(PlannedStatement statement) {
    if (statement instanceof PreparedQuery query) {
      return query;
    }
    throw new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "The statement changes something; ask for its flight info, which runs it");
  }

  static void requireNoParameters(PlannedStatement statement) {
    int parameterCount = statement.parameterSchema().getFields().size();
    if (parameterCount > 0) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The statement has "
              + parameterCount
              + " parameters; prepare it and set them before it is run");
    }
  }

  void prepare(
      ActionCreatePreparedStatementRequest request,
      Caller caller,
      StreamListener<Result> listener) {
    if (request.hasTransactionId()) {
      throw noTransactions();
    }
    CallSession.Planned planned = caller.session().plan(planner, request.getQuery());
    rules.require(planned.statement(), caller.principal());
    PreparedStatement statement = prepared.add(planned.statement(), planned.asOf());
    ActionCreatePreparedStatementResult.Builder result =
        ActionCreatePreparedStatementResult.newBuilder()
            .setPreparedStatementHandle(ByteString.copyFromUtf8(statement.handle()))
            .setParameterSchema(bytes(statement.planned().parameterSchema()));
    // without a schema clients take it for an update
    if (statement.planned() instanceof PreparedQuery query) {
      result.setDatasetSchema(bytes(caller.style().of(query.schema())));
    }
    result.setUnknownFields(isUpdate(!(statement.planned() instanceof PreparedQuery)));
    listener.onNext(new Result(Any.pack(result.build()).toByteArray()));
    listener.onCompleted();
  }

  /**
   * Newer clients are told by it what older ones guess; this version of Arrow has no name for it.
   */
  private static UnknownFieldSet isUpdate(boolean isUpdate) {
    UnknownFieldSet.Field flag =
        UnknownFieldSet.Field.newBuilder().addVarint(isUpdate ? 1 : 0).build();
    return UnknownFieldSet.newBuilder().addField(IS_UPDATE_FIELD, flag).build();
  }

  FlightInfo info(
      CommandPreparedStatementQuery command, Caller caller, FlightDescriptor descriptor) {
    PreparedStatement statement = find(command);
    rules.require(statement.planned(), caller.principal());
    return statement.planned() instanceof PreparedQuery
        ? info(schema(statement.planned(), caller.style()), command, descriptor)
        : updated(
            statement.planned(), statement.parameterRows(), caller, statement.asOf(), descriptor);
  }

  Schema schema(CommandPreparedStatementQuery command, TimestampStyle style) {
    return schema(find(command).planned(), style);
  }

  void bind(
      CommandPreparedStatementQuery command,
      FlightStream stream,
      StreamListener<PutResult> listener) {
    try {
      PreparedStatement statement = find(command);
      statement.bind(ParameterRows.read(stream, statement.parameterCount()).orElse(List.of()));
    } catch (AzofException e) {
      RefusedUpload.drain(stream);
      throw e;
    }
    byte[] result =
        DoPutPreparedStatementResult.newBuilder()
            .setPreparedStatementHandle(command.getPreparedStatementHandle())
            .build()
            .toByteArray();
    try (ArrowBuf buffer = allocator.buffer(result.length)) {
      buffer.writeBytes(result);
      listener.onNext(PutResult.metadata(buffer));
    }
    listener.onCompleted();
  }

  void stream(CommandPreparedStatementQuery command, Caller caller, ServerStreamListener listener) {
    PreparedStatement statement = find(command);
    PreparedQuery query = query(statement.planned());
    run(query, statement.parameterRows(), caller, statement.asOf(), statement.handle(), listener);
  }

  void close(ByteString handle) {
    prepared.close(handle.toStringUtf8());
  }

  private PreparedStatement find(CommandPreparedStatementQuery command) {
    return prepared.find(command.getPreparedStatementHandle().toStringUtf8());
  }

  private void run(
      PreparedQuery query,
      List<List<@Nullable Object>> parameterRows,
      Caller caller,
      Optional<String> asOf,
      String ticket,
      ServerStreamListener listener) {
    rules.require(query, caller.principal());
    StatementRun run = running.begin(StatementKind.QUERY, query.sql(), caller.origin(), asOf);
    run.fetchBy(ticket);
    List<ReaderSource> sources =
        parameterRows.stream()
            .<ReaderSource>map(values -> memory -> query.openReader(memory, values, run))
            .toList();
    streams.send(turns, query.schema(), caller.style(), sources, listener, run);
  }

  private static FlightInfo info(Schema schema, Message ticket, FlightDescriptor descriptor) {
    FlightEndpoint endpoint = new FlightEndpoint(new Ticket(Any.pack(ticket).toByteArray()));
    return new FlightInfo(schema, descriptor, List.of(endpoint), UNKNOWN, UNKNOWN);
  }

  private static ByteString bytes(Schema schema) {
    return ByteString.copyFrom(schema.serializeAsMessage());
  }

  static AzofException noTransactions() {
    return new AzofException(
        ErrorCode.UNSUPPORTED, "Azof has no transactions; send the statement without one");
  }
}

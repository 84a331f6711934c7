package io.azof.server.flight;

import com.google.protobuf.ByteString;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.security.OwnerSeals;
import io.azof.server.security.Principal;
import java.util.Optional;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementUpdate;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutPreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Seals every ticket and every handle of a prepared statement that goes out, for the user whom it
 * was made for, and lets none in that was altered, has expired, or is somebody else's. Tickets that
 * are plain commands, such as those for metadata, hold nothing that their sender could not ask.
 */
public final class SealedProducer extends AzofProducer {
  private final SealedMessages seals;

  public SealedProducer(
      StatementCommands statements,
      UpdateCommands updates,
      IngestCommands ingest,
      MetadataCommands metadata,
      AdminActions admin,
      OwnerSeals seals) {
    super(statements, updates, ingest, metadata, admin);
    this.seals = new SealedMessages(seals);
  }

  @Override
  public FlightInfo getFlightInfoStatement(
      CommandStatementQuery command, CallContext context, FlightDescriptor descriptor) {
    FlightInfo info = super.getFlightInfoStatement(command, context, descriptor);
    return seals.sealed(info, caller(context));
  }

  @Override
  public void getStreamStatement(
      TicketStatementQuery ticket, CallContext context, ServerStreamListener listener) {
    super.getStreamStatement(seals.opened(ticket, caller(context)), context, listener);
  }

  @Override
  public void createPreparedStatement(
      ActionCreatePreparedStatementRequest request,
      CallContext context,
      StreamListener<Result> listener) {
    Principal caller = caller(context);
    super.createPreparedStatement(
        request,
        context,
        new PassedOn<>(listener) {
          @Override
          public void onNext(Result prepared) {
            listener.onNext(seals.sealed(prepared, caller));
          }
        });
  }

  @Override
  public FlightInfo getFlightInfoPreparedStatement(
      CommandPreparedStatementQuery command, CallContext context, FlightDescriptor descriptor) {
    Principal caller = caller(context);
    FlightInfo info =
        super.getFlightInfoPreparedStatement(seals.opened(command, caller), context, descriptor);
    return seals.sealed(info, caller);
  }

  @Override
  public SchemaResult getSchemaPreparedStatement(
      CommandPreparedStatementQuery command, CallContext context, FlightDescriptor descriptor) {
    return super.getSchemaPreparedStatement(
        seals.opened(command, caller(context)), context, descriptor);
  }

  @Override
  public void getStreamPreparedStatement(
      CommandPreparedStatementQuery command, CallContext context, ServerStreamListener listener) {
    super.getStreamPreparedStatement(seals.opened(command, caller(context)), context, listener);
  }

  @Override
  public Runnable acceptPutPreparedStatementQuery(
      CommandPreparedStatementQuery command,
      CallContext context,
      FlightStream stream,
      StreamListener<PutResult> listener) {
    ByteString sealed = command.getPreparedStatementHandle();
    return super.acceptPutPreparedStatementQuery(
        command.toBuilder()
            .setPreparedStatementHandle(openedOrDrained(sealed, context, stream))
            .build(),
        context,
        stream,
        new PassedOn<>(listener) {
          /** With the handle that the client sent, in the place of what is under its seal. */
          @Override
          public void onNext(PutResult bound) {
            byte[] answer =
                DoPutPreparedStatementResult.newBuilder()
                    .setPreparedStatementHandle(sealed)
                    .build()
                    .toByteArray();
            ArrowBuf plain = bound.getApplicationMetadata();
            try (ArrowBuf buffer =
                plain.getReferenceManager().getAllocator().buffer(answer.length)) {
              buffer.writeBytes(answer);
              listener.onNext(PutResult.metadata(buffer));
            }
          }
        });
  }

  @Override
  public Runnable acceptPutPreparedStatementUpdate(
      CommandPreparedStatementUpdate command,
      CallContext context,
      FlightStream stream,
      StreamListener<PutResult> listener) {
    ByteString handle = openedOrDrained(command.getPreparedStatementHandle(), context, stream);
    return super.acceptPutPreparedStatementUpdate(
        command.toBuilder().setPreparedStatementHandle(handle).build(), context, stream, listener);
  }

  private ByteString openedOrDrained(ByteString handle, CallContext context, FlightStream stream) {
    try {
      return seals.openedHandle(handle, caller(context));
    } catch (AzofException e) {
      RefusedUpload.drain(stream);
      throw e;
    }
  }

  /** What is not open needs no closing, such as a statement of this server before it restarted. */
  @Override
  public void closePreparedStatement(
      ActionClosePreparedStatementRequest request,
      CallContext context,
      StreamListener<Result> listener) {
    ByteString handle;
    try {
      handle = seals.openedHandle(request.getPreparedStatementHandle(), caller(context));
    } catch (AzofException e) {
      if (e.code() == ErrorCode.PERMISSION_DENIED) {
        throw e;
      }
      listener.onCompleted();
      return;
    }
    super.closePreparedStatement(
        request.toBuilder().setPreparedStatementHandle(handle).build(), context, listener);
  }

  /** Ends the caller's runs of a result; refuses the results of others. */
  @Override
  public void cancelFlightInfo(
      CancelFlightInfoRequest request, CallContext context, StreamListener<CancelStatus> listener) {
    boolean cancelled = false;
    for (FlightEndpoint endpoint : request.getInfo().getEndpoints()) {
      Optional<String> ticket = seals.openedId(endpoint.getTicket(), caller(context));
      cancelled |= ticket.isPresent() && cancel(ticket.get(), context);
    }
    listener.onNext(cancelled ? CancelStatus.CANCELLED : CancelStatus.NOT_CANCELLABLE);
    listener.onCompleted();
  }

  private static Principal caller(CallContext context) {
    return Authentication.principal(context);
  }

  /** Passes on how an answer ends. */
  private abstract static class PassedOn<T> implements StreamListener<T> {
    private final StreamListener<T> listener;

    PassedOn(StreamListener<T> listener) {
      this.listener = listener;
    }

    @Override
    public void onError(Throwable error) {
      listener.onError(error);
    }

    @Override
    public void onCompleted() {
      listener.onCompleted();
    }
  }
}

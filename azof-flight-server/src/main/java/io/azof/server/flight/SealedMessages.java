package io.azof.server.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.security.OwnerSeals;
import io.azof.server.security.Principal;
import io.azof.server.security.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;

/** The messages that hold a ticket or the handle of a prepared statement, with and without seal. */
final class SealedMessages {
  private static final Duration TICKET_LIFETIME = Duration.ofDays(1);

  /** Prepared statements live until they are closed or dropped. */
  private static final Duration HANDLE_LIFETIME = Duration.ofDays(36_500);

  private final OwnerSeals seals;

  SealedMessages(OwnerSeals seals) {
    this.seals = seals;
  }

  /** With the tickets of all endpoints under seal. */
  FlightInfo sealed(FlightInfo info, Principal owner) {
    List<FlightEndpoint> endpoints =
        info.getEndpoints().stream()
            .map(
                endpoint ->
                    new FlightEndpoint(
                        sealed(endpoint.getTicket(), owner),
                        endpoint.getLocations().toArray(new Location[0])))
            .toList();
    return new FlightInfo(
        info.getSchemaOptional().orElseThrow(),
        info.getDescriptor(),
        endpoints,
        info.getBytes(),
        info.getRecords());
  }

  private Ticket sealed(Ticket ticket, Principal owner) {
    try {
      Any command = Any.parseFrom(ticket.getBytes());
      if (command.is(TicketStatementQuery.class)) {
        TicketStatementQuery plain = command.unpack(TicketStatementQuery.class);
        ByteString handle =
            sealed(Purpose.TICKET, owner, TICKET_LIFETIME, plain.getStatementHandle());
        command = Any.pack(plain.toBuilder().setStatementHandle(handle).build());
      } else if (command.is(CommandPreparedStatementQuery.class)) {
        CommandPreparedStatementQuery plain = command.unpack(CommandPreparedStatementQuery.class);
        ByteString handle = sealedHandle(plain.getPreparedStatementHandle(), owner);
        command = Any.pack(plain.toBuilder().setPreparedStatementHandle(handle).build());
      }
      return new Ticket(command.toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer to a client that prepares a statement, with its handle under seal. */
  Result sealed(Result prepared, Principal owner) {
    try {
      ActionCreatePreparedStatementResult plain =
          Any.parseFrom(prepared.getBody()).unpack(ActionCreatePreparedStatementResult.class);
      ByteString handle = sealedHandle(plain.getPreparedStatementHandle(), owner);
      return new Result(
          Any.pack(plain.toBuilder().setPreparedStatementHandle(handle).build()).toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What the runs of a ticket are told by that goes out with a flight info; empty for one that no
   * statement runs for.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} or {@code PERMISSION_DENIED}, as {@link
   *     OwnerSeals#open}
   */
  Optional<String> openedId(Ticket ticket, Principal caller) {
    try {
      Any command = Any.parseFrom(ticket.getBytes());
      if (command.is(TicketStatementQuery.class)) {
        ByteString plain =
            opened(command.unpack(TicketStatementQuery.class), caller).getStatementHandle();
        return UpdateTicket.parse(plain).isPresent()
            ? Optional.empty()
            : Optional.of(StatementTicket.parse(plain).id());
      }
      if (command.is(CommandPreparedStatementQuery.class)) {
        CommandPreparedStatementQuery plain =
            opened(command.unpack(CommandPreparedStatementQuery.class), caller);
        return Optional.of(plain.getPreparedStatementHandle().toStringUtf8());
      }
      return Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "The ticket is not one of this server", e);
    }
  }

  private ByteString sealedHandle(ByteString handle, Principal owner) {
    return sealed(Purpose.STATEMENT_HANDLE, owner, HANDLE_LIFETIME, handle);
  }

  private ByteString sealed(
      Purpose purpose, Principal owner, Duration lifetime, ByteString content) {
    return ByteString.copyFrom(seals.seal(purpose, owner, lifetime, content.toByteArray()));
  }

  /**
   * The ticket as it was before it was sealed.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} or {@code PERMISSION_DENIED}, as {@link
   *     OwnerSeals#open}
   */
  TicketStatementQuery opened(TicketStatementQuery ticket, Principal caller) {
    byte[] sealed = ticket.getStatementHandle().toByteArray();
    byte[] content = seals.open(Purpose.TICKET, caller, sealed, "ticket");
    return ticket.toBuilder().setStatementHandle(ByteString.copyFrom(content)).build();
  }

  /** As {@link #opened(TicketStatementQuery, Principal)}, for a prepared statement. */
  CommandPreparedStatementQuery opened(CommandPreparedStatementQuery command, Principal caller) {
    ByteString handle = openedHandle(command.getPreparedStatementHandle(), caller);
    return command.toBuilder().setPreparedStatementHandle(handle).build();
  }

  /** As {@link #opened(TicketStatementQuery, Principal)}, for a handle. */
  ByteString openedHandle(ByteString sealed, Principal caller) {
    return ByteString.copyFrom(
        seals.open(
            Purpose.STATEMENT_HANDLE, caller, sealed.toByteArray(), "handle of the statement"));
  }
}

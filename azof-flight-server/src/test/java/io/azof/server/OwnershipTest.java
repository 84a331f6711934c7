package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.FlightSqlUtils;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one client carries is worth nothing to another, nor when it was altered. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class OwnershipTest {
  @TempDir private Path folder;
  @TempDir private Path lakehouse;
  private final MovableClock clock = new MovableClock(RunningServer.CLOCK.instant());
  private RunningServer server;
  private BufferAllocator memory;
  private FlightClient client;
  private CallOption ann;
  private CallOption bob;

  @BeforeEach
  void start() {
    memory = new RootAllocator();
    server = RunningServer.over(lakehouse, TestUsers.in(folder).config(), clock);
    client =
        FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", server.server().port()))
            .build();
    ann = client.authenticateBasicToken("ann", TestUsers.password("ann")).orElseThrow();
    bob = client.authenticateBasicToken("bob", TestUsers.password("bob")).orElseThrow();
  }

  @AfterEach
  void stop() throws InterruptedException {
    client.close();
    server.close();
    memory.close();
  }

  @Test
  void aTicketIsGoodForItsOwnerHoweverOften() throws Exception {
    Ticket ticket = ticket(ann);

    assertThat(rows(ticket, ann)).isEqualTo(1);
    assertThat(rows(ticket, ann)).isEqualTo(1);
  }

  @Test
  void aTicketOfAnotherIsDenied() {
    Ticket ticket = ticket(ann);

    refused(
        () -> rows(ticket, bob),
        FlightStatusCode.UNAUTHORIZED,
        "The ticket belongs to another user");
  }

  @Test
  void aTicketExpires() {
    Ticket ticket = ticket(ann);
    clock.advance(Duration.ofDays(1));
    CallOption later =
        client.authenticateBasicToken("ann", TestUsers.password("ann")).orElseThrow();

    refused(() -> rows(ticket, later), FlightStatusCode.INVALID_ARGUMENT, "The ticket has expired");
  }

  @Test
  void anyAlteredByteOfATicketIsFound() throws Exception {
    byte[] handle = statement(ticket(ann)).getStatementHandle().toByteArray();
    for (int i = 0; i < handle.length; i++) {
      byte[] altered = handle.clone();
      altered[i] ^= 1;
      refused(
          () -> rows(ticket(altered), ann),
          FlightStatusCode.INVALID_ARGUMENT,
          "The ticket is not one of this server");
    }
  }

  @Test
  void aTicketThatSomebodyMadeUpIsRefused() {
    for (String made : List.of("", "rows written 5", "00:latest:SELECT 1")) {
      refused(
          () -> rows(ticket(ByteString.copyFromUtf8(made).toByteArray()), ann),
          FlightStatusCode.INVALID_ARGUMENT,
          "The ticket is not one of this server");
    }
  }

  @Test
  void aHandleIsNoTicketAndATicketNoHandle() throws Exception {
    byte[] ticket = statement(ticket(ann)).getStatementHandle().toByteArray();
    byte[] handle = prepare(ann).toByteArray();

    refused(
        () -> rows(ticket(handle), ann),
        FlightStatusCode.INVALID_ARGUMENT,
        "not one of this server");
    refused(
        () -> client.getInfo(descriptor(ByteString.copyFrom(ticket)), ann),
        FlightStatusCode.INVALID_ARGUMENT,
        "not one of this server");
  }

  @Test
  void aPreparedStatementIsForItsOwnerOnly() throws Exception {
    ByteString handle = prepare(ann);
    FlightDescriptor descriptor = descriptor(handle);
    String sentence = "The handle of the statement belongs to another user";
    Ticket ticket = client.getInfo(descriptor, ann).getEndpoints().get(0).getTicket();

    refused(() -> client.getInfo(descriptor, bob), FlightStatusCode.UNAUTHORIZED, sentence);
    refused(() -> client.getSchema(descriptor, bob), FlightStatusCode.UNAUTHORIZED, sentence);
    refused(() -> rows(ticket, bob), FlightStatusCode.UNAUTHORIZED, sentence);
    refused(() -> close(handle, bob), FlightStatusCode.UNAUTHORIZED, sentence);
    assertThat(rows(ticket, ann)).isEqualTo(1);
    close(handle, ann);
    close(handle, ann);
    refused(
        () -> client.getInfo(descriptor, ann),
        FlightStatusCode.INVALID_ARGUMENT,
        "This prepared statement is closed");
  }

  @Test
  void toCloseWhatIsNotOpenDoesNothing() {
    close(ByteString.copyFromUtf8("id-1"), ann);
  }

  @Test
  void metadataIsForThoseWhoLoggedIn() throws Exception {
    Ticket ticket =
        new Ticket(Any.pack(FlightSql.CommandGetTables.getDefaultInstance()).toByteArray());

    assertThat(rows(ticket, ann)).isZero();
    refused(() -> rows(ticket), FlightStatusCode.UNAUTHENTICATED, "log in");
  }

  private Ticket ticket(CallOption caller) {
    return new FlightSqlClient(client)
        .execute("SELECT 1", caller)
        .getEndpoints()
        .get(0)
        .getTicket();
  }

  private static Ticket ticket(byte[] handle) {
    return new Ticket(
        Any.pack(
                FlightSql.TicketStatementQuery.newBuilder()
                    .setStatementHandle(ByteString.copyFrom(handle))
                    .build())
            .toByteArray());
  }

  private static FlightSql.TicketStatementQuery statement(Ticket ticket) throws Exception {
    return Any.parseFrom(ticket.getBytes()).unpack(FlightSql.TicketStatementQuery.class);
  }

  private ByteString prepare(CallOption caller) {
    Action prepare =
        new Action(
            FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_STATEMENT.getType(),
            Any.pack(
                    FlightSql.ActionCreatePreparedStatementRequest.newBuilder()
                        .setQuery("SELECT 1")
                        .build())
                .toByteArray());
    return FlightSqlUtils.unpackAndParseOrThrow(
            client.doAction(prepare, caller).next().getBody(),
            FlightSql.ActionCreatePreparedStatementResult.class)
        .getPreparedStatementHandle();
  }

  private void close(ByteString handle, CallOption caller) {
    Action close =
        new Action(
            FlightSqlUtils.FLIGHT_SQL_CLOSE_PREPARED_STATEMENT.getType(),
            Any.pack(
                    FlightSql.ActionClosePreparedStatementRequest.newBuilder()
                        .setPreparedStatementHandle(handle)
                        .build())
                .toByteArray());
    client.doAction(close, caller).forEachRemaining(result -> {});
  }

  private static FlightDescriptor descriptor(ByteString handle) {
    return FlightDescriptor.command(
        Any.pack(
                FlightSql.CommandPreparedStatementQuery.newBuilder()
                    .setPreparedStatementHandle(handle)
                    .build())
            .toByteArray());
  }

  private int rows(Ticket ticket, CallOption... options) throws Exception {
    int rows = 0;
    try (FlightStream stream = client.getStream(ticket, options)) {
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
    }
    return rows;
  }

  private static void refused(ThrowingCallable call, FlightStatusCode code, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FlightRuntimeException.class, e -> assertThat(e.status().code()).isEqualTo(code))
        .hasMessageContaining(sentence);
  }
}

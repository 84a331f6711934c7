package io.azof.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightClientMiddleware;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;

/** What comes back to a client in the headers "authorization", call by call. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class ReceivedTokens implements FlightClientMiddleware.Factory {
  private final List<String> values = new CopyOnWriteArrayList<>();

  /** Logs in with the password of the user, and tells the header to send from then on. */
  static String login(RunningServer server, BufferAllocator memory, String user) {
    ReceivedTokens received = new ReceivedTokens();
    try (FlightClient client = received.openClient(server, memory)) {
      client.authenticateBasicToken(user, TestUsers.password(user));
      return received.values.get(0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens a client whose headers are kept here; the receiver closes it. */
  FlightClient openClient(RunningServer server, BufferAllocator memory) {
    return FlightClient.builder(
            memory, Location.forGrpcInsecure("127.0.0.1", server.server().port()))
        .intercept(this)
        .build();
  }

  /** What came so far. */
  List<String> values() {
    return values;
  }

  @Override
  public FlightClientMiddleware onCallStarted(CallInfo call) {
    return new FlightClientMiddleware() {
      @Override
      public void onBeforeSendingHeaders(CallHeaders outgoing) {}

      @Override
      public void onHeadersReceived(CallHeaders incoming) {
        String value = incoming.get("authorization");
        if (value != null) {
          values.add(value);
        }
      }

      @Override
      public void onCallCompleted(CallStatus status) {}
    };
  }
}

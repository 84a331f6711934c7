package io.azof.server.flight;

import io.azof.server.flight.stream.TimestampStyle;
import java.util.Locale;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.CallContext;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.RequestContext;

/**
 * How the client of a call wants its timestamps: as its header {@code timestamps} says, {@code utc}
 * or {@code plain}, which a JDBC URL can carry. Without it a client in Java gets plain ones,
 * because the JDBC driver misreads the others, and any other client gets those of UTC:
 * docs/decisions/0005.
 */
public final class ClientTimestamps implements FlightServerMiddleware {
  /** Where a server keeps it. */
  public static final Key<ClientTimestamps> KEY = Key.of("client-timestamps");

  private static final String HEADER = "timestamps";
  private static final String USER_AGENT = "user-agent";
  private static final String JAVA = "grpc-java";

  /** Makes one for each call. */
  public static final class Factory implements FlightServerMiddleware.Factory<ClientTimestamps> {
    @Override
    public ClientTimestamps onCallStarted(
        CallInfo call, CallHeaders incomingHeaders, RequestContext context) {
      return new ClientTimestamps(style(incomingHeaders));
    }
  }

  private final TimestampStyle style;

  private ClientTimestamps(TimestampStyle style) {
    this.style = style;
  }

  /** The style of the client of a call. */
  static TimestampStyle of(CallContext context) {
    return context.getMiddleware(KEY).style;
  }

  private static TimestampStyle style(CallHeaders headers) {
    String asked = headers.get(HEADER);
    if (asked == null) {
      String agent = headers.get(USER_AGENT);
      return agent != null && agent.startsWith(JAVA) ? TimestampStyle.PLAIN : TimestampStyle.UTC;
    }
    return switch (asked.toLowerCase(Locale.ROOT)) {
      case "utc" -> TimestampStyle.UTC;
      case "plain" -> TimestampStyle.PLAIN;
      default ->
          throw CallStatus.INVALID_ARGUMENT
              .withDescription(
                  "The header timestamps must be utc or plain, but is \"" + asked + "\"")
              .toRuntimeException();
    };
  }

  @Override
  public void onBeforeSendingHeaders(CallHeaders outgoingHeaders) {}

  @Override
  public void onCallCompleted(CallStatus status) {}

  @Override
  public void onCallErrored(Throwable error) {}
}

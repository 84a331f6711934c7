package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.CallContext;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * When the client of a call looks at tables that have no time clause: as its header {@code as_of}
 * says, which a JDBC URL can carry; without it, at the latest that is known.
 */
public final class SessionTime implements FlightServerMiddleware {
  /** Where a server keeps it. */
  public static final Key<SessionTime> KEY = Key.of("session-time");

  private static final String HEADER = "as_of";

  /** Makes one for each call. */
  public static final class Factory implements FlightServerMiddleware.Factory<SessionTime> {
    @Override
    public SessionTime onCallStarted(
        CallInfo call, CallHeaders incomingHeaders, RequestContext context) {
      return new SessionTime(asOf(incomingHeaders.get(HEADER)));
    }
  }

  private final AsOf asOf;

  private SessionTime(AsOf asOf) {
    this.asOf = asOf;
  }

  /** The time of the client of a call. */
  static AsOf of(CallContext context) {
    return context.getMiddleware(KEY).asOf;
  }

  private static AsOf asOf(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return AsOf.LATEST;
    }
    try {
      return AsOf.at(EventTime.parse(text));
    } catch (AzofException e) {
      throw CallStatus.INVALID_ARGUMENT
          .withDescription("The header as_of is no time: " + e.getMessage())
          .toRuntimeException();
    }
  }

  @Override
  public void onBeforeSendingHeaders(CallHeaders outgoingHeaders) {}

  @Override
  public void onCallCompleted(CallStatus status) {}

  @Override
  public void onCallErrored(Throwable error) {}
}

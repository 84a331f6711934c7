package io.azof.server.flight;

import io.azof.server.flight.stream.TimestampStyle;
import io.azof.server.security.Principal;
import io.azof.server.statement.StatementOrigin;
import io.azof.server.transport.CallEnds;
import io.azof.server.transport.CallPeers;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.FlightConstants;
import org.apache.arrow.flight.FlightProducer.CallContext;

/**
 * Who makes a call, and what their client says with it.
 *
 * @param principal on whose behalf
 * @param session of the client
 * @param style how the client wants its timestamps
 * @param headers all that it sent along
 * @param origin the same, for those who look at what runs
 * @param ends that the client gives up
 */
record Caller(
    Principal principal,
    CallSession session,
    TimestampStyle style,
    CallHeaders headers,
    StatementOrigin origin,
    CallEnds ends) {
  private static final String TRACE_PARENT = "traceparent";
  private static final Pattern TRACE_PARENT_FORM =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.{0,100})?");

  /** The caller; must be asked on the thread of the call. */
  static Caller of(CallContext context) {
    Principal principal = Authentication.principal(context);
    CallSession session = CallSession.of(context);
    CallHeaders headers = context.getMiddleware(FlightConstants.HEADER_KEY).headers();
    StatementOrigin origin =
        new StatementOrigin(
            principal.name(), CallPeers.current().address(), session.name(), traceParent(headers));
    return new Caller(
        principal, session, ClientTimestamps.of(context), headers, origin, CallEnds.current());
  }

  private static Optional<String> traceParent(CallHeaders headers) {
    return Optional.ofNullable(headers.get(TRACE_PARENT))
        .filter(text -> TRACE_PARENT_FORM.matcher(text).matches());
  }
}

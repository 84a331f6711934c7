package io.azof.server.flight;

import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightMethod;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.RequestContext;

/**
 * Lets everybody in. Clients that were given a user name log in with a handshake, or send the name
 * with a call, and give up unless a bearer token comes back: they get one, which means nothing.
 */
public final class AnonymousAccess implements FlightServerMiddleware {
  private static final String AUTHORIZATION = "authorization";
  private static final String TOKEN = "Bearer anonymous";

  /** Makes one for each call. */
  public static final class Factory implements FlightServerMiddleware.Factory<AnonymousAccess> {
    @Override
    public AnonymousAccess onCallStarted(
        CallInfo call, CallHeaders incomingHeaders, RequestContext context) {
      String authorization = incomingHeaders.get(AUTHORIZATION);
      boolean isLogin =
          call.method() == FlightMethod.HANDSHAKE
              || (authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6));
      return new AnonymousAccess(isLogin);
    }
  }

  private final boolean isLogin;

  private AnonymousAccess(boolean isLogin) {
    this.isLogin = isLogin;
  }

  @Override
  public void onBeforeSendingHeaders(CallHeaders outgoingHeaders) {
    if (isLogin) {
      outgoingHeaders.insert(AUTHORIZATION, TOKEN);
    }
  }

  @Override
  public void onCallCompleted(CallStatus status) {}

  @Override
  public void onCallErrored(Throwable error) {}
}

package io.azof.server.flight;

import io.azof.server.flight.error.CallErrors;
import io.azof.server.security.Access;
import io.azof.server.security.Admission;
import io.azof.server.security.LoginOutcome;
import io.azof.server.security.Peer;
import io.azof.server.security.Principal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightMethod;
import org.apache.arrow.flight.FlightProducer.CallContext;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.RequestContext;

/**
 * Lets a call in, or ends it, by its header {@code authorization}; sends back a token to those who
 * log in, and a new one to those whose token grows old.
 */
public final class Authentication implements FlightServerMiddleware {
  /** Where a server keeps it. */
  public static final Key<Authentication> KEY = Key.of("authentication");

  private static final String AUTHORIZATION = "authorization";

  /** Makes one for each call. */
  public static final class Factory implements FlightServerMiddleware.Factory<Authentication> {
    private final Access access;
    private final Supplier<Peer> peer;
    private final Consumer<LoginOutcome> logins;
    private final CallErrors errors;

    /**
     * @param peer from where the call comes that the thread works for
     * @param logins is told of each login, and of each call that was not let in
     */
    public Factory(
        Access access, Supplier<Peer> peer, Consumer<LoginOutcome> logins, CallErrors errors) {
      this.access = access;
      this.peer = peer;
      this.logins = logins;
      this.errors = errors;
    }

    @Override
    public Authentication onCallStarted(
        CallInfo call, CallHeaders incomingHeaders, RequestContext context) {
      boolean isHandshake = call.method() == FlightMethod.HANDSHAKE;
      try {
        Admission admission =
            access.admit(incomingHeaders.get(AUTHORIZATION), isHandshake, peer.get());
        if (isHandshake || admission.isLogin()) {
          logins.accept(LoginOutcome.SUCCEEDED);
        }
        return new Authentication(admission);
      } catch (RuntimeException e) {
        LoginOutcome.of(e).ifPresent(logins);
        throw errors.translate(e);
      }
    }
  }

  private final Admission admission;

  private Authentication(Admission admission) {
    this.admission = admission;
  }

  /** On whose behalf a call is made. */
  static Principal principal(CallContext context) {
    return context.getMiddleware(KEY).admission.principal();
  }

  /**
   * Which login a call belongs to: the same text however often its token was renewed, and none that
   * another client could know; empty when the call logged in by itself.
   */
  static Optional<String> login(CallContext context) {
    return context.getMiddleware(KEY).admission.login();
  }

  @Override
  public void onBeforeSendingHeaders(CallHeaders outgoingHeaders) {
    admission.authorization().ifPresent(value -> outgoingHeaders.insert(AUTHORIZATION, value));
  }

  @Override
  public void onCallCompleted(CallStatus status) {}

  @Override
  public void onCallErrored(Throwable error) {}
}

package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.session.SessionState;
import io.azof.server.session.Sessions;
import io.azof.sql.PlannedStatement;
import io.azof.sql.PreparedSetting;
import io.azof.sql.catalog.SessionSetting;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.catalog.SessionSettings.Origin;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.CallContext;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The session of the client of a call: what it has set, over what its headers {@code as_of} and
 * {@code version} say, which a JDBC URL can carry. A client without a cookie is offered one, and
 * another one of the same session when that begins or ceases to have settings.
 */
public final class CallSession implements FlightServerMiddleware {
  /** Where a server keeps it. */
  public static final Key<CallSession> KEY = Key.of("call-session");

  private static final List<SessionSetting> HEADERS =
      List.of(SessionSetting.AS_OF, SessionSetting.VERSION);

  /** Makes one for each call. */
  public static final class Factory implements FlightServerMiddleware.Factory<CallSession> {
    private final Sessions sessions;
    private final Supplier<String> ids;

    /**
     * @param ids gives a new text at each call, one that nobody can guess
     */
    public Factory(Sessions sessions, Supplier<String> ids) {
      this.sessions = sessions;
      this.ids = ids;
    }

    @Override
    public CallSession onCallStarted(CallInfo call, CallHeaders headers, RequestContext context) {
      Optional<SessionCookie> cookie = cookie(headers);
      AtomicReference<@Nullable SessionCookie> offer =
          new AtomicReference<>(cookie.isPresent() ? null : SessionCookie.ofNew(ids.get()));
      return new CallSession(sessions, cookie, Optional.empty(), ofHeaders(headers), offer);
    }
  }

  private final Sessions sessions;
  private final Optional<SessionCookie> cookie;
  private final Optional<String> key;
  private final SessionSettings ofHeaders;

  /** The cookie that the client gets with the answer. */
  private final AtomicReference<@Nullable SessionCookie> offer;

  private CallSession(
      Sessions sessions,
      Optional<SessionCookie> cookie,
      Optional<String> key,
      SessionSettings ofHeaders,
      AtomicReference<@Nullable SessionCookie> offer) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.key = key;
    this.ofHeaders = ofHeaders;
    this.offer = offer;
  }

  /** The session of the client of a call. */
  static CallSession of(CallContext context) {
    CallSession session = context.getMiddleware(KEY);
    Optional<String> key =
        SessionKeys.of(
            session.cookie, Authentication.login(context), Authentication.principal(context));
    return new CallSession(session.sessions, session.cookie, key, session.ofHeaders, session.offer);
  }

  private static Optional<SessionCookie> cookie(CallHeaders headers) {
    try {
      return SessionCookie.of(headers);
    } catch (AzofException e) {
      throw CallStatus.INVALID_ARGUMENT.withDescription(e.getMessage()).toRuntimeException();
    }
  }

  private static SessionSettings ofHeaders(CallHeaders headers) {
    SessionSettings settings = SessionSettings.NONE;
    for (SessionSetting setting : HEADERS) {
      String name = setting.settingName();
      String text = headers.get(name);
      if (text != null && !text.isBlank()) {
        try {
          settings = settings.with(setting, text, Origin.CONNECTION);
        } catch (AzofException e) {
          throw CallStatus.INVALID_ARGUMENT
              .withDescription("The header " + name + " cannot be read: " + e.getMessage())
              .toRuntimeException();
        }
      }
    }
    return settings;
  }

  /**
   * What the client says for all of its statements.
   *
   * @throws AzofException {@code CONFLICT} when what it had set was dropped
   */
  SessionSettings settings() {
    return key.map(name -> sessions.settings(name, told()))
        .orElse(SessionSettings.NONE)
        .over(ofHeaders);
  }

  private SessionState told() {
    return cookie.map(SessionCookie::state).orElse(SessionState.NEW);
  }

  /**
   * A planned statement of the client.
   *
   * @param settings what the client said when it was planned
   */
  record Planned(PlannedStatement statement, SessionSettings settings) {
    /** The event time at which the session looks at all tables; empty: as they are now. */
    Optional<String> asOf() {
      return asOf(settings);
    }

    static Optional<String> asOf(SessionSettings settings) {
      return Optional.of(settings.value(SessionSetting.AS_OF))
          .filter(value -> value.origin() != Origin.DEFAULT)
          .map(SessionSettings.Value::text);
    }
  }

  /**
   * Plans a statement of the client. One that sets something can be planned even when what was set
   * before was dropped.
   *
   * @throws AzofException as {@link #settings}; what the planner throws
   */
  Planned plan(StatementPlanner planner, String sql) {
    SessionSettings settings;
    try {
      settings = settings();
    } catch (AzofException dropped) {
      PlannedStatement statement = planner.plan(sql, ofHeaders);
      if (statement instanceof PreparedSetting) {
        return new Planned(statement, ofHeaders);
      }
      throw dropped;
    }
    return new Planned(planner.plan(sql, settings), settings);
  }

  /** As {@link #change(UnaryOperator)}. */
  void change(PreparedSetting setting) {
    change(setting::applyTo);
  }

  /**
   * Changes what the client has set; to leave nothing set takes no session.
   *
   * @throws AzofException {@code UNSUPPORTED} when the client cannot be told from others, {@code
   *     LIMIT_REACHED}
   */
  void change(UnaryOperator<SessionSettings> change) {
    if (key.isEmpty()) {
      if (change.apply(SessionSettings.NONE).isEmpty()) {
        return;
      }
      throw new AzofException(
          ErrorCode.UNSUPPORTED,
          "Nothing can be set for this connection, which cannot be told from others; log in with a"
              + " user name, keep cookies, or send the header as_of with each call, as"
              + " \"as_of=2019-01-17\" in a JDBC URL does");
    }
    tell(sessions.change(key.get(), told(), change));
  }

  private void tell(SessionState state) {
    cookie.ifPresent(known -> offer.set(new SessionCookie(known.id(), state)));
  }

  /** A name of the session for people, which is no key to it; empty when it has none. */
  Optional<String> name() {
    return key.map(Sessions::nameOf);
  }

  /** Forgets what the client has set. */
  void close() {
    key.ifPresent(name -> tell(sessions.close(name, told())));
  }

  @Override
  public void onBeforeSendingHeaders(CallHeaders headers) {
    SessionCookie offered = offer.get();
    if (offered != null) {
      offered.addTo(headers);
    }
  }

  @Override
  public void onCallCompleted(CallStatus status) {}

  @Override
  public void onCallErrored(Throwable error) {}
}

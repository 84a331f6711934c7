package io.azof.server.flight;

import io.azof.server.flight.error.CallErrors;
import io.azof.server.transport.RunningCalls;
import java.util.Set;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightMethod;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.RequestContext;
import org.apache.arrow.flight.sql.FlightSqlUtils;

/**
 * Lets a server stop without breaking what it does. It refuses calls that begin something; those
 * that fetch a result, or give something back, belong to what was begun before.
 */
public final class CallIntake implements FlightServerMiddleware {
  /** Where a server keeps it. */
  public static final Key<CallIntake> KEY = Key.of("call-intake");

  private static final Set<FlightMethod> GO_ON_METHODS =
      Set.of(FlightMethod.DO_GET, FlightMethod.DO_ACTION, FlightMethod.LIST_ACTIONS);
  private static final Set<String> BEGINNING_ACTIONS =
      Set.of(
          FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_STATEMENT.getType(),
          FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_SUBSTRAIT_PLAN.getType(),
          FlightSqlUtils.FLIGHT_SQL_BEGIN_TRANSACTION.getType());

  /** Makes one for each call. */
  public static final class Factory implements FlightServerMiddleware.Factory<CallIntake> {
    private final RunningCalls calls;

    /**
     * @param calls is told of those that are taken in
     */
    public Factory(RunningCalls calls) {
      this.calls = calls;
    }

    @Override
    public CallIntake onCallStarted(
        CallInfo call, CallHeaders incomingHeaders, RequestContext context) {
      boolean refusing = calls.isRefusing();
      if (refusing && !GO_ON_METHODS.contains(call.method())) {
        throw CallErrors.shuttingDown();
      }
      if (!refusing || call.method() == FlightMethod.DO_GET) {
        calls.takeIn();
      }
      return new CallIntake(refusing);
    }
  }

  private final boolean refusing;

  private CallIntake(boolean refusing) {
    this.refusing = refusing;
  }

  /** Throws when the action begins something and the server does not take that any more. */
  void require(Action action) {
    if (refusing && BEGINNING_ACTIONS.contains(action.getType())) {
      throw CallErrors.shuttingDown();
    }
  }

  @Override
  public void onBeforeSendingHeaders(CallHeaders outgoingHeaders) {}

  @Override
  public void onCallCompleted(CallStatus status) {}

  @Override
  public void onCallErrored(Throwable error) {}
}

package io.azof.server.transport;

import io.grpc.Context;
import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** That a client gives up a call, or goes away, before it has its answer. */
public final class CallEnds {
  /** A client sees its own deadline pass a little before the server does. */
  private static final long DEADLINE_MARGIN_MILLIS = 20;

  private final Context context;

  private CallEnds(Context context) {
    this.context = context;
  }

  /** Of the call that this thread works for. */
  public static CallEnds current() {
    return new CallEnds(Context.current());
  }

  /** Whether the deadline has passed that the client gave; false when it gave none. */
  public boolean isPastDeadline() {
    Deadline deadline = context.getDeadline();
    return deadline != null
        && deadline.timeRemaining(TimeUnit.MILLISECONDS) <= DEADLINE_MARGIN_MILLIS;
  }

  /**
   * Begins to listen for the end of the call; at once when it is over. The receiver closes it when
   * the end does not matter any more.
   *
   * @param listener is told whether the deadline of the client has passed; must be quick
   */
  public Listening open(Consumer<Boolean> listener) {
    Context.CancellationListener adapter = cancelled -> listener.accept(isPastDeadline());
    context.addListener(adapter, Runnable::run);
    return () -> context.removeListener(adapter);
  }

  /** Somebody listens. */
  @FunctionalInterface
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}

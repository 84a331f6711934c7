package io.azof.server.transport;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a server which stops has to wait for: those that were taken in, each until its
 * last message is on the wire or it is cancelled.
 */
public final class RunningCalls extends ServerStreamTracer.Factory {
  private static final Context.Key<Call> CALL = Context.key("azof-running-call");

  private int running;
  private long lastEndNanos;
  private boolean refusing;

  /** Whether work that nobody has begun yet is not taken in any more. */
  public synchronized boolean isRefusing() {
    return refusing;
  }

  /** Counts the call that this thread works for until it ends. */
  public void takeIn() {
    Call call = CALL.get();
    if (call != null) {
      call.takeIn();
    }
  }

  /**
   * Says from now on that new work is refused, and waits until no call is under way. Those that
   * belong together come one after the other, so none must have been for a while.
   *
   * @param quiet for how long there must have been none, unless there is none at first
   * @param max how long to wait at most
   * @return whether there is none
   */
  public synchronized boolean drain(Duration quiet, Duration max) throws InterruptedException {
    refusing = true;
    if (running == 0) {
      return true;
    }
    long begin = System.nanoTime();
    long left = max.toNanos();
    while (left > 0) {
      long quietLeft = running > 0 ? left : quiet.toNanos() - (System.nanoTime() - lastEndNanos);
      if (quietLeft <= 0) {
        return true;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, quietLeft));
      left = max.toNanos() - (System.nanoTime() - begin);
    }
    return running == 0;
  }

  private synchronized void begun() {
    running++;
  }

  private synchronized void ended() {
    running--;
    lastEndNanos = System.nanoTime();
    notifyAll();
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    return new Call();
  }

  private final class Call extends ServerStreamTracer {
    private boolean counted;
    private boolean closed;

    @Override
    public Context filterContext(Context context) {
      return context.withValue(CALL, this);
    }

    private synchronized void takeIn() {
      if (!counted && !closed) {
        counted = true;
        begun();
      }
    }

    @Override
    public synchronized void streamClosed(@Nullable Status status) {
      if (counted && !closed) {
        ended();
      }
      closed = true;
    }
  }
}

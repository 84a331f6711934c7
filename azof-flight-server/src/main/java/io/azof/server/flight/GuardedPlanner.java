package io.azof.server.flight;

import io.azof.server.statement.RunStop;
import io.azof.server.transport.CallEnds;
import io.azof.sql.PlannedStatement;
import io.azof.sql.catalog.SessionSettings;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Plans on the thread of a call, which is interrupted when the client gives the call up. */
public final class GuardedPlanner implements StatementPlanner {
  private final StatementPlanner planner;

  public GuardedPlanner(StatementPlanner planner) {
    this.planner = planner;
  }

  @Override
  public PlannedStatement plan(String sql, SessionSettings settings) {
    AtomicReference<@Nullable RunStop> stop = new AtomicReference<>();
    Interruption planning = new Interruption(Thread.currentThread());
    CallEnds.Listening listening =
        CallEnds.current()
            .open(
                pastDeadline -> {
                  stop.set(RunStop.byClient(pastDeadline));
                  planning.interrupt();
                });
    try {
      return planner.plan(sql, settings);
    } catch (RuntimeException e) {
      RunStop reason = stop.get();
      if (reason == null) {
        throw e;
      }
      throw reason.error();
    } finally {
      listening.close();
      planning.end();
    }
  }

  /** Interrupts a thread while it does one thing, and never what it does next. */
  private static final class Interruption {
    private final Thread thread;
    private boolean ended;
    private boolean interrupted;

    Interruption(Thread thread) {
      this.thread = thread;
    }

    synchronized void interrupt() {
      if (!ended) {
        interrupted = true;
        thread.interrupt(); // it may wait for the store
      }
    }

    synchronized void end() {
      ended = true;
      if (interrupted) {
        boolean unused = Thread.interrupted();
      }
    }
  }
}

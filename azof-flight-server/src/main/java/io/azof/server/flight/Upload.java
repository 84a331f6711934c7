package io.azof.server.flight;

import io.azof.server.statement.RunState;
import io.azof.server.statement.RunStop;
import io.azof.server.statement.StatementRun;
import java.util.Optional;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows that a client sends, a batch at a time, until there are no more or the run is stopped.
 *
 * @param stream stays the caller's
 * @param run is told when it waits for the client
 * @param memory what the rows need on their way is taken from there
 */
record Upload(FlightStream stream, StatementRun run, BufferAllocator memory) {
  /**
   * Waits for the next batch; false when there is none. Throws why the run is to stop, if it is.
   */
  boolean next() {
    run.is(RunState.WAITING_FOR_CLIENT);
    boolean more;
    try {
      more = stream.next();
    } finally {
      run.is(RunState.RUNNING);
    }
    Optional<RunStop> stop = run.stopReason();
    if (stop.isPresent()) {
      throw stop.get().error();
    }
    return more;
  }
}

package io.azof.server.flight.stream;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.flight.error.CallErrors;
import io.azof.server.statement.StatementRun;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Runs result streams on threads of their own, and stops them when the server stops. */
public final class ResultStreams {
  private final BufferAllocator readerMemory;
  private final BufferAllocator wireMemory;
  private final CallErrors errors;
  private final Set<StreamState> running = ConcurrentHashMap.newKeySet();

  /**
   * @param readerMemory where readers take their memory from
   * @param wireMemory what messages are copied to until the network has taken them; it must outlive
   *     the connections
   */
  public ResultStreams(
      BufferAllocator readerMemory, BufferAllocator wireMemory, CallErrors errors) {
    this.readerMemory = readerMemory;
    this.wireMemory = wireMemory;
    this.errors = errors;
  }

  /**
   * Sends results one after the other as one stream. Returns at once.
   *
   * @param executor whose thread reads and sends, waiting where the client is slow
   * @param promised the schema of the readers; another one is an error
   * @param style how the client was told it
   * @param run is told how far it is, and how it ends before the client is
   * @throws AzofException {@code LIMIT_REACHED} when no thread takes the work
   */
  public void send(
      Executor executor,
      Schema promised,
      TimestampStyle style,
      List<ReaderSource> sources,
      ServerStreamListener listener,
      StatementRun run) {
    StreamState state = new StreamState(listener, run);
    ResultStream stream =
        new ResultStream(
            promised, style, sources, listener, state, readerMemory, wireMemory, errors, run);
    running.add(state);
    try {
      executor.execute(
          () -> {
            try {
              stream.run();
            } finally {
              running.remove(state);
            }
          });
    } catch (RejectedExecutionException e) {
      running.remove(state);
      AzofException refusal =
          new AzofException(
              ErrorCode.LIMIT_REACHED,
              "The server runs as many statements as it may, and as many wait; try again later, or"
                  + " raise server.concurrent-queries",
              e);
      run.failed(errors.explain(refusal).failure());
      throw refusal;
    }
  }

  /** How many streams run or wait for a thread. */
  public int runningCount() {
    return running.size();
  }

  /** Ends all streams with an error that says so. */
  public void stopAll() {
    for (StreamState state : running) {
      state.stop(
          CallStatus.UNAVAILABLE
              .withDescription("The server is shutting down; try again later")
              .toRuntimeException());
    }
  }
}

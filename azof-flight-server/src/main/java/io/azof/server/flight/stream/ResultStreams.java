package io.azof.server.flight.stream;

import io.azof.error.AzofException;
import io.azof.server.flight.error.CallErrors;
import io.azof.server.statement.RunMemory;
import io.azof.server.statement.StatementRun;
import io.azof.server.statement.Turns;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Runs result streams in turns, and stops them when the server stops. */
public final class ResultStreams {
  private final BufferAllocator readerMemory;
  private final BufferAllocator wireMemory;
  private final long readerBytesMax;
  private final CallErrors errors;
  private final Set<ResultStream> running = ConcurrentHashMap.newKeySet();

  /**
   * @param readerMemory where readers take their memory from
   * @param readerBytesMax how much of it those of one result may take
   * @param wireMemory what messages are copied to until the network has taken them; it must outlive
   *     the connections
   */
  public ResultStreams(
      BufferAllocator readerMemory,
      long readerBytesMax,
      BufferAllocator wireMemory,
      CallErrors errors) {
    this.readerMemory = readerMemory;
    this.readerBytesMax = readerBytesMax;
    this.wireMemory = wireMemory;
    this.errors = errors;
  }

  /**
   * Sends results one after the other as one stream. Returns at once.
   *
   * @param turns in which it reads and sends
   * @param promised the schema of the readers; another one is an error
   * @param style how the client was told it
   * @param run is told how far it is, and how it ends before the client is
   * @throws AzofException {@code LIMIT_REACHED} when too many wait already
   */
  public void send(
      Turns turns,
      Schema promised,
      TimestampStyle style,
      List<ReaderSource> sources,
      ServerStreamListener listener,
      StatementRun run) {
    ResultStream stream =
        new ResultStream(
            promised,
            style,
            sources,
            listener,
            RunMemory.open(readerMemory, run, readerBytesMax),
            wireMemory,
            errors,
            run,
            turns,
            running::remove);
    running.add(stream);
    stream.start();
  }

  /** How many streams have begun or wait for their turn. */
  public int runningCount() {
    return running.size();
  }

  /** Ends all streams with an error that says so. */
  public void stopAll() {
    for (ResultStream stream : running) {
      stream.stop(CallErrors.shuttingDown());
    }
  }
}

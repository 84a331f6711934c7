package io.azof.server.flight.stream;

import io.azof.error.AzofException;
import io.azof.server.flight.error.CallErrors;
import io.azof.server.statement.RunState;
import io.azof.server.statement.RunStop;
import io.azof.server.statement.StatementRun;
import io.azof.server.statement.Turns;
import io.azof.server.transport.CallEnds;
import io.azof.storage.scan.ForeseenReader;
import io.azof.storage.scan.LastingReader;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One result on its way to one client. It ends in an error, or it is whole.
 *
 * <p>It works in turns: as long as the client takes no more, no thread waits for it, and what is
 * held is the reader and at most one batch of it. One thread at a time has it; {@link Turns} sees
 * to that.
 */
final class ResultStream implements Turns.Work {
  private static final Logger LOG = LoggerFactory.getLogger(ResultStream.class);

  /** After so many messages others that wait have their turn. */
  private static final int MESSAGES_PER_TURN = 16;

  /** Who is known to read more does so in later turns only, so that short ones need not wait. */
  private static final long FIRST_TURN_ROWS_MAX = 65_536;

  private final Schema promised;
  private final TimestampStyle style;
  private final Iterator<ReaderSource> sources;
  private final ServerStreamListener listener;
  private final BufferAllocator readerMemory;
  private final BufferAllocator wireMemory;
  private final CallErrors errors;
  private final StatementRun run;
  private final Turns.Turn turn;
  private final Consumer<ResultStream> onEnd;
  private final StreamState state = new StreamState();
  private @Nullable VectorSchemaRoot wire;
  private @Nullable ArrowReader reader;
  private @Nullable Messages messages;
  private boolean started;

  /**
   * Must be called on the thread of the call, before it returns to gRPC.
   *
   * @param readerMemory is closed at the end
   * @param onEnd is told that nothing is left
   */
  ResultStream(
      Schema promised,
      TimestampStyle style,
      List<ReaderSource> sources,
      ServerStreamListener listener,
      BufferAllocator readerMemory,
      BufferAllocator wireMemory,
      CallErrors errors,
      StatementRun run,
      Turns turns,
      Consumer<ResultStream> onEnd) {
    this.promised = promised;
    this.style = style;
    this.sources = sources.iterator();
    this.listener = listener;
    this.readerMemory = readerMemory;
    this.wireMemory = wireMemory;
    this.errors = errors;
    this.run = run;
    this.onEnd = onEnd;
    this.turn = turns.of(this);
  }

  /**
   * Starts, when it is its turn; or ends at once, because it was stopped before.
   *
   * @throws AzofException {@code LIMIT_REACHED} when it will never be its turn
   */
  void start() {
    listener.setOnReadyHandler(turn::resume);
    CallEnds ends = CallEnds.current();
    listener.setOnCancelHandler(() -> run.stop(RunStop.byClient(ends.isPastDeadline())));
    run.whenStopped(reason -> stop(reason.error()));
    try {
      turn.enter();
    } catch (AzofException e) {
      onEnd.accept(this);
      readerMemory.close();
      run.failed(errors.explain(e).failure());
      throw e;
    }
  }

  /** Ends it with that error, within moments, wherever it is; the first call counts. */
  void stop(RuntimeException reason) {
    if (!state.stop(reason)) {
      return;
    }
    if (turn.takeOver()) {
      fail(reason);
    } else {
      state.interrupt();
      turn.resume(); // in case it is just about to end its turn
    }
  }

  @Override
  public void refused(AzofException reason) {
    fail(reason);
  }

  @Override
  public void work() {
    try {
      run.is(RunState.RUNNING);
      if (isWhole()) {
        close();
        onEnd.accept(this);
        turn.leave();
        run.succeeded();
        listener.completed();
      }
    } catch (Throwable e) {
      turn.leave();
      fail(e);
    }
  }

  private void fail(Throwable failure) {
    LOG.debug("A result stream failed", failure);
    CallErrors.Explained reason = errors.explain(state.reasonFor(failure));
    try {
      close();
    } catch (IOException | RuntimeException e) {
      LOG.error("A result stream could not be closed", e);
    }
    onEnd.accept(this);
    run.failed(reason.failure());
    listener.error(reason.status());
  }

  /** Sends what the client takes. False when there is more to send in another turn. */
  private boolean isWhole() throws IOException, InterruptedException {
    state.check();
    VectorSchemaRoot target = wire();
    int sent = 0;
    while (true) {
      ArrowReader rows = reader();
      if (rows == null) {
        startOnce(target);
        return true;
      }
      startOnce(target);
      if (isLong(rows) && turn.isFirst()) {
        turn.resume(); // as one of few that go on and on
        return false;
      }
      if (!listener.isReady()) {
        run.is(RunState.WAITING_FOR_CLIENT);
        return false;
      }
      if (messages == null) {
        loadNextBatch(rows, target);
      } else if (!messages.next()) {
        messages = null;
      } else {
        listener.putNext();
        run.sent(target.getRowCount(), messages.bytes());
        state.check();
        if (++sent >= MESSAGES_PER_TURN && turn.shouldEnd()) {
          turn.resume();
          return false;
        }
      }
    }
  }

  private static boolean isLong(ArrowReader rows) {
    return rows instanceof ForeseenReader foreseen && foreseen.foreseenRows() > FIRST_TURN_ROWS_MAX;
  }

  private static boolean isLasting(ArrowReader rows) {
    return rows instanceof LastingReader lasting && lasting.isBatchLasting();
  }

  private VectorSchemaRoot wire() {
    VectorSchemaRoot root = wire;
    if (root == null) {
      listener.setUseZeroCopy(true);
      root = VectorSchemaRoot.create(style.of(promised), wireMemory);
      wire = root;
    }
    return root;
  }

  private void startOnce(VectorSchemaRoot target) {
    if (!started) {
      started = true;
      listener.start(target);
    }
  }

  /** The reader that is read; null when all are. */
  private @Nullable ArrowReader reader() throws IOException {
    if (reader == null && sources.hasNext()) {
      ArrowReader opened = state.openReader(sources.next(), readerMemory);
      reader = opened;
      Schema actual = opened.getVectorSchemaRoot().getSchema();
      if (!actual.equals(promised)) {
        throw new IllegalStateException(
            "The result has the schema " + actual + ", but " + promised + " was promised");
      }
    }
    return reader;
  }

  private void loadNextBatch(ArrowReader rows, VectorSchemaRoot target)
      throws IOException, InterruptedException {
    if (state.loadNextBatch(rows)) {
      messages = new Messages(rows.getVectorSchemaRoot(), isLasting(rows), target, wireMemory);
    } else {
      reader = null;
      rows.close();
    }
  }

  private void close() throws IOException {
    try {
      AutoCloseables.close(wire, reader, readerMemory);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}

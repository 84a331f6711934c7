package io.azof.server.flight.stream;

import io.azof.server.flight.error.CallErrors;
import io.azof.server.statement.RunState;
import io.azof.server.statement.StatementRun;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One result on its way to one client. It ends in an error, or it is whole. */
final class ResultStream implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ResultStream.class);

  private final Schema promised;
  private final TimestampStyle style;
  private final List<ReaderSource> sources;
  private final ServerStreamListener listener;
  private final StreamState state;
  private final BufferAllocator readerMemory;
  private final BufferAllocator wireMemory;
  private final CallErrors errors;
  private final StatementRun run;

  ResultStream(
      Schema promised,
      TimestampStyle style,
      List<ReaderSource> sources,
      ServerStreamListener listener,
      StreamState state,
      BufferAllocator readerMemory,
      BufferAllocator wireMemory,
      CallErrors errors,
      StatementRun run) {
    this.promised = promised;
    this.style = style;
    this.sources = sources;
    this.listener = listener;
    this.state = state;
    this.readerMemory = readerMemory;
    this.wireMemory = wireMemory;
    this.errors = errors;
    this.run = run;
  }

  @Override
  public void run() {
    try {
      state.check();
      run.is(RunState.RUNNING);
      try (VectorSchemaRoot wire = VectorSchemaRoot.create(style.of(promised), wireMemory)) {
        send(wire);
      }
      run.succeeded();
      listener.completed();
    } catch (Throwable e) {
      LOG.debug("A result stream failed", e);
      CallErrors.Explained reason = errors.explain(state.reasonFor(e));
      run.failed(reason.failure());
      listener.error(reason.status());
    }
  }

  private void send(VectorSchemaRoot wire) throws IOException, InterruptedException {
    listener.setUseZeroCopy(true);
    boolean started = false;
    for (ReaderSource source : sources) {
      try (ArrowReader reader = state.openReader(source, readerMemory)) {
        requirePromised(reader.getVectorSchemaRoot().getSchema());
        if (!started) {
          listener.start(wire);
          started = true;
        }
        while (state.loadNextBatch(reader)) {
          send(reader.getVectorSchemaRoot(), wire);
        }
      }
    }
    if (!started) {
      listener.start(wire);
    }
  }

  private void send(VectorSchemaRoot batch, VectorSchemaRoot wire) throws InterruptedException {
    Messages messages = new Messages(batch, wire, wireMemory);
    while (messages.next()) {
      run.is(RunState.WAITING_FOR_CLIENT);
      state.awaitReady();
      run.is(RunState.RUNNING);
      listener.putNext();
      run.sent(wire.getRowCount(), messages.bytes());
    }
  }

  private void requirePromised(Schema actual) {
    if (!actual.equals(promised)) {
      throw new IllegalStateException(
          "The result has the schema " + actual + ", but " + promised + " was promised");
    }
  }
}

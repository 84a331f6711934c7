package io.azof.benchmarks;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A client with a connection of its own, which asks and reads. */
@SuppressWarnings("try") // closing what Flight has may be interrupted
final class LoadClient implements AutoCloseable {
  private final FlightSqlClient flight;
  private final LoadTally tally;

  LoadClient(BufferAllocator allocator, int port, LoadTally tally) {
    this.flight =
        new FlightSqlClient(
            FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port)).build());
    this.tally = tally;
  }

  /** Asks once, and reads the whole answer. */
  void ask(String sql) {
    long start = System.nanoTime();
    try (FlightStream stream = open(sql)) {
      while (stream.next()) {
        received(stream.getRoot());
      }
      tally.answered((System.nanoTime() - start) / 1e6);
    } catch (Exception e) {
      tally.failed(e);
    }
  }

  /** Asks once, takes a batch, waits, takes another one; then leaves the rest. */
  void readSlowly(String sql, long pauseNanos, BooleanSupplier goesOn) {
    try (FlightStream stream = open(sql)) {
      while (goesOn.getAsBoolean() && stream.next()) {
        received(stream.getRoot());
        LockSupport.parkNanos(pauseNanos);
      }
      stream.cancel("enough", null);
    } catch (Exception e) {
      tally.failed(e);
    }
  }

  private FlightStream open(String sql) {
    return flight.getStream(flight.execute(sql).getEndpoints().get(0).getTicket());
  }

  private void received(VectorSchemaRoot root) {
    tally.received(root.getRowCount(), bytes(root));
  }

  static long bytes(VectorSchemaRoot root) {
    return root.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
  }

  @Override
  public void close() throws Exception {
    flight.close();
  }
}

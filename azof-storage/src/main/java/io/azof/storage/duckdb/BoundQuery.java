package io.azof.storage.duckdb;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBResultSet;
import org.duckdb.DuckDBResultSetMetaData;
import org.duckdb.StatementReturnType;
import org.jspecify.annotations.Nullable;

/**
 * A query whose inputs are open. When it is run, it gets a connection of its own, to the instance
 * that suits the size of its inputs.
 */
final class BoundQuery implements AutoCloseable {
  private static final int BATCH_ROWS = 16_384;

  private final Instances instances;
  private final BufferAllocator allocator;
  private final Query query;
  private final StatementReturnType expected;
  private final List<InputReader> inputs = new ArrayList<>();
  private final List<ArrowArrayStream> streams = new ArrayList<>();
  private Instances.@Nullable Small small;
  private volatile @Nullable DuckDBConnection connection;
  private volatile @Nullable DuckDBPreparedStatement statement;
  private volatile boolean executed;

  private BoundQuery(
      Instances instances, BufferAllocator allocator, Query query, StatementReturnType expected) {
    this.instances = instances;
    this.allocator = allocator;
    this.query = query;
    this.expected = expected;
  }

  /**
   * Opens the inputs; the receiver closes the query.
   *
   * @param expected what kind of statement it must be; another one is an error before it runs
   */
  static BoundQuery open(
      Instances instances, BufferAllocator allocator, Query query, StatementReturnType expected) {
    BoundQuery bound = new BoundQuery(instances, allocator, query, expected);
    try {
      for (QueryInput input : query.inputs().values()) {
        bound.inputs.add(new InputReader(input.openReader(allocator), allocator));
      }
      return bound;
    } catch (RuntimeException | Error e) {
      bound.closeAfter(e);
      throw e;
    }
  }

  /** Connects to an instance, where the inputs are then, kept if they are. */
  private DuckDBConnection connect() throws SQLException, IOException {
    for (InputReader input : inputs) {
      input.start();
    }
    DuckDBConnection connected = instance().duplicate();
    connection = connected;
    registerInputs(connected);
    if (query.keepsInputs()) {
      for (String name : query.inputs().keySet()) {
        try (DuckDBPreparedStatement keep = connected.prepare(query.keepingSql(name))) {
          statement = keep;
          keep.execute();
        }
      }
    }
    return connected;
  }

  private DuckDBConnection instance() throws IOException {
    Optional<Instances.Small> other = instances.small();
    if (other.isPresent() && SmallInputs.areAll(inputs) && other.get().free().tryAcquire()) {
      small = other.get();
      return small.instance();
    }
    return instances.large();
  }

  /** Whether it is run by the instance for few rows, which has little memory. */
  boolean isSmall() {
    return small != null;
  }

  private void registerInputs(DuckDBConnection connected) throws SQLException {
    Iterator<InputReader> readers = inputs.iterator();
    for (String name : query.inputs().keySet()) {
      ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
      streams.add(stream);
      Data.exportArrayStream(allocator, readers.next(), stream);
      try {
        connected.registerArrowStream(query.streamName(name), stream);
      } catch (RuntimeException e) {
        if (e.getCause() instanceof SQLException reason) { // the driver wraps it
          throw reason;
        }
        throw e;
      }
    }
  }

  private DuckDBPreparedStatement prepare(DuckDBConnection connected) throws SQLException {
    DuckDBPreparedStatement prepared = connected.prepare(query.sql());
    statement = prepared;
    DuckDBResultSetMetaData result = (DuckDBResultSetMetaData) prepared.getMetaData();
    if (result.getReturnType() != expected) {
      throw new AzofException(
          ErrorCode.SQL_INVALID, "Only queries can be run, no other statements");
    }
    for (int i = 0; i < query.parameters().size(); i++) {
      prepared.setObject(i + 1, QueryParameters.bound(query.parameters().get(i)));
    }
    return prepared;
  }

  /** Runs the query up to its first rows. The receiver closes the reader, before the query. */
  ArrowReader openBatches() throws SQLException, IOException {
    DuckDBConnection connected = connect();
    DuckDBResultSet rows;
    if (query.isSelect()) {
      DuckDBPreparedStatement direct = (DuckDBPreparedStatement) connected.createStatement();
      statement = direct;
      rows = (DuckDBResultSet) direct.executeQuery(query.sql()); // planned once, not twice
    } else {
      rows = (DuckDBResultSet) prepare(connected).executeQuery();
    }
    ArrowReader batches = (ArrowReader) rows.arrowExportStream(allocator, BATCH_ROWS);
    executed = true;
    return batches;
  }

  /**
   * Runs the statement until it has its first row, which is all that a statement does that writes.
   * Unlike {@link #openBatches}, which does not say why there is no first row, this has the error.
   */
  void run() throws SQLException, IOException {
    prepare(connect()).query().close();
  }

  /** What one of the inputs threw; empty when none did. */
  Optional<Throwable> inputFailure() {
    return inputs.stream().map(InputReader::failure).flatMap(Optional::stream).findFirst();
  }

  /**
   * Makes whatever runs on another thread end soon with an error. A running query can miss the call
   * while it starts, so it is repeated until the other thread has come back.
   */
  void interrupt() {
    inputs.forEach(InputReader::stop);
    try {
      DuckDBConnection connected = connection;
      DuckDBPreparedStatement started = statement;
      if (executed && connected != null) {
        connected.close(); // the only way to interrupt a query whose rows are being fetched
      } else if (started != null) {
        started.cancel(); // does nothing when the statement does not run
      }
    } catch (SQLException e) {
      // closed meanwhile: nothing is left to interrupt
    }
  }

  /** Ends the query if it still runs, and gives back all memory. */
  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>();
    if (connection != null) {
      all.add(connection);
    }
    all.addAll(inputs);
    for (ArrowArrayStream stream : streams) {
      all.add(stream::release); // when DuckDB never read it
      all.add(stream);
    }
    if (small != null) {
      all.add(small.free()::release);
    }
    inputs.clear();
    streams.clear();
    small = null;
    try {
      AutoCloseables.close(all);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AzofException(
          ErrorCode.INTERNAL, "A query could not be closed: " + e.getMessage(), e);
    }
  }

  private void closeAfter(Throwable reason) {
    try {
      close();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }
}

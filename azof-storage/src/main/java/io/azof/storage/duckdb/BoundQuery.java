package io.azof.storage.duckdb;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * A query on a connection of its own, its inputs registered, not yet run. Its text is checked
 * unless its inputs are {@link Query#keepsInputs kept} first.
 */
final class BoundQuery implements AutoCloseable {
  private static final int BATCH_ROWS = 16_384;

  private final DuckDBConnection connection;
  private final BufferAllocator allocator;
  private final Query query;
  private final StatementReturnType expected;
  private final List<InputReader> inputs = new ArrayList<>();
  private final List<ArrowArrayStream> streams = new ArrayList<>();
  private volatile @Nullable DuckDBPreparedStatement statement;
  private volatile boolean executed;

  private BoundQuery(
      DuckDBConnection connection,
      BufferAllocator allocator,
      Query query,
      StatementReturnType expected) {
    this.connection = connection;
    this.allocator = allocator;
    this.query = query;
    this.expected = expected;
  }

  /**
   * Opens the inputs and has DuckDB check the text; the receiver closes the query.
   *
   * @param expected what kind of statement it must be; another one is an error before it runs
   */
  static BoundQuery open(
      DuckDBConnection database,
      BufferAllocator allocator,
      Query query,
      StatementReturnType expected)
      throws SQLException {
    BoundQuery bound = new BoundQuery(database.duplicate(), allocator, query, expected);
    try {
      for (Map.Entry<String, ? extends QueryInput> input : query.inputs().entrySet()) {
        bound.register(query.streamName(input.getKey()), input.getValue());
      }
      if (!query.keepsInputs()) {
        bound.prepare();
      }
      return bound;
    } catch (SQLException | RuntimeException | Error e) {
      Optional<Throwable> reason = bound.inputFailure();
      bound.closeAfter(e);
      if (reason.isPresent()) {
        throw DuckDbErrors.ofInput(reason.get());
      }
      throw e;
    }
  }

  private void register(String name, QueryInput input) throws SQLException {
    InputReader reader = new InputReader(input.openReader(allocator), allocator);
    inputs.add(reader);
    ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
    streams.add(stream);
    Data.exportArrayStream(allocator, reader, stream);
    try {
      connection.registerArrowStream(name, stream);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof SQLException reason) { // the driver wraps it
        throw reason;
      }
      throw e;
    }
  }

  /** Runs the queries of inputs, and checks the text after they are kept if they are to be. */
  private void prepareKeepingInputs() throws SQLException, IOException {
    for (InputReader input : inputs) {
      input.start();
    }
    if (query.keepsInputs()) {
      for (String name : query.inputs().keySet()) {
        try (DuckDBPreparedStatement keep = connection.prepare(query.keepingSql(name))) {
          statement = keep;
          keep.execute();
        }
      }
      prepare();
    }
  }

  private void prepare() throws SQLException {
    DuckDBPreparedStatement prepared = connection.prepare(query.sql());
    statement = prepared;
    DuckDBResultSetMetaData result = (DuckDBResultSetMetaData) prepared.getMetaData();
    if (result.getReturnType() != expected) {
      throw new AzofException(
          ErrorCode.SQL_INVALID, "Only queries can be run, no other statements");
    }
    for (int i = 0; i < query.parameters().size(); i++) {
      prepared.setObject(i + 1, QueryParameters.bound(query.parameters().get(i)));
    }
  }

  private DuckDBPreparedStatement prepared() {
    DuckDBPreparedStatement prepared = statement;
    if (prepared == null) {
      throw new IllegalStateException("not prepared");
    }
    return prepared;
  }

  /** Runs the query up to its first rows. The receiver closes the reader, before the query. */
  ArrowReader openBatches() throws SQLException, IOException {
    prepareKeepingInputs();
    DuckDBResultSet rows = (DuckDBResultSet) prepared().executeQuery();
    ArrowReader batches = (ArrowReader) rows.arrowExportStream(allocator, BATCH_ROWS);
    executed = true;
    return batches;
  }

  /**
   * Runs the statement until it has its first row, which is all that a statement does that writes.
   * Unlike {@link #openBatches}, which does not say why there is no first row, this has the error.
   */
  void run() throws SQLException, IOException {
    prepareKeepingInputs();
    prepared().query().close();
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
      if (executed) {
        connection.close(); // the only way to interrupt a query whose rows are being fetched
      } else if (statement != null) {
        prepared().cancel(); // does nothing when the statement does not run
      }
    } catch (SQLException e) {
      // closed meanwhile: nothing is left to interrupt
    }
  }

  /** Ends the query if it still runs, and gives back all memory. */
  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>();
    all.add(connection);
    all.addAll(inputs);
    for (ArrowArrayStream stream : streams) {
      all.add(stream::release); // when DuckDB never read it
      all.add(stream);
    }
    inputs.clear();
    streams.clear();
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

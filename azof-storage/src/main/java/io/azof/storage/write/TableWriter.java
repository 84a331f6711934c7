package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Snapshot;
import io.azof.storage.snapshot.Committer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way into one commit of a table. They are checked as they are given, go to disk when
 * they are many, and become visible all at once with {@link #commit}; a writer that is closed
 * without leaves the table as it was. For one thread.
 *
 * <p>Batches have the columns {@code key} (Utf8) and {@code event_time} (Timestamp MILLISECOND
 * UTC), perhaps {@code _deleted} (Bool; true makes the row a tombstone, whose values are of no
 * account; null is false), and value columns by their names in the table's schema, in any order and
 * of exactly the Arrow types of {@link io.azof.storage.parquet.ArrowColumns}. Columns that may be
 * null or have a default can be left out: their default, else null, is written. Other columns are
 * an error.
 *
 * <p>Of several rows of one key and event time the last one given is kept. A row that the table has
 * already is corrected by giving another one of its key and event time.
 *
 * <p>Every method throws AzofException {@code ARGUMENT_INVALID} for a row that cannot be written,
 * naming its key and the value: no key or event time, text that is not UTF-8, a null where the
 * schema allows none, an event time too far in the future ({@link #MAX_FUTURE}), or before what the
 * table keeps; {@code COLUMN_NOT_FOUND} for a column that the table does not have; {@code
 * STORE_FAILED}. After any exception the writer can only be closed.
 */
public final class TableWriter implements AutoCloseable {

  /** A setting of a table: how far ahead of the writer's clock event times may be, ISO-8601. */
  public static final String MAX_FUTURE = "write.max-future";

  private final String table;
  private final Snapshot opened;
  private final DataFileWriter files;
  private final Committer committer;
  private final BufferAllocator allocator;
  private final RowIntake intake;
  private final PutRows putRows;
  private final RowSpool spool;
  private StagedRows staged = StagedRows.NONE;
  private long droppedBefore;
  private boolean canGoOn = true;
  private boolean isClosed;

  private TableWriter(
      String table,
      Snapshot opened,
      DataFileWriter files,
      Committer committer,
      RowTimes times,
      BufferAllocator allocator) {
    this.table = table;
    this.opened = opened;
    this.files = files;
    this.committer = committer;
    this.allocator = allocator;
    this.intake = new RowIntake(table, opened.schema(), times, allocator);
    this.putRows = new PutRows(table, opened.schema(), times, allocator);
    this.spool = new RowSpool(intake.target(true), () -> files.newLocalFile(".arrows"));
  }

  /**
   * Opens a writer; the receiver closes it.
   *
   * @param current the table's version that rows are checked against
   * @param files stays the caller's
   * @param clock for what is too far in the future
   * @param parent where memory is taken from
   * @throws AzofException {@code UNSUPPORTED} for a table that cannot be written to
   */
  public static TableWriter open(
      String table,
      Snapshot current,
      DataFileWriter files,
      Committer committer,
      InstantSource clock,
      BufferAllocator parent) {
    RowTimes times = RowTimes.of(table, current, clock);
    BufferAllocator allocator = parent.newChildAllocator("table writer", 0, Long.MAX_VALUE);
    return new TableWriter(table, current, files, committer, times, allocator);
  }

  /**
   * Opens a writer for the first rows of a table that does not exist: its commit makes the table,
   * with the rows, or nothing. The receiver closes it.
   *
   * @param first what the table would be without rows
   * @param files stays the caller's
   * @param clock for what is too far in the future
   * @param parent where memory is taken from
   */
  public static TableWriter openForNewTable(
      String table,
      NewTable first,
      DataFileWriter files,
      Committer committer,
      InstantSource clock,
      BufferAllocator parent) {
    Snapshot nothing =
        new Snapshot(
            AppendChange.NO_VERSION, first.schema(), List.of(), first.properties(), null, null);
    return open(table, nothing, files, committer, clock, parent);
  }

  /**
   * The greatest event time that a row can have now, in epoch milliseconds.
   *
   * @param properties of the table
   * @throws AzofException {@code ARGUMENT_INVALID} when they cannot be read
   */
  public static long eventTimeMillisMax(Map<String, String> properties, InstantSource clock) {
    return new RowTimes(TableTree.START, RowTimes.maxFuture(properties), clock).latestMillis();
  }

  /**
   * Takes the rows of a batch, which stays the caller's and can be used again when this returns.
   */
  public void write(VectorSchemaRoot batch) {
    attempt(
        () -> {
          collect();
          take(batch);
        });
  }

  private void take(VectorSchemaRoot batch) {
    if (batch.getRowCount() > 0) {
      try (ArrowRecordBatch taken = intake.openTaken(batch, true)) {
        spool.add(BatchBuffers.openCopy(taken, allocator));
      }
    }
  }

  /**
   * Takes all rows of a reader, which stays the caller's to close. The fastest way when it is the
   * only one: its rows stream into the file without being kept aside. Each batch must have buffers
   * of its own, as {@link org.apache.arrow.vector.VectorLoader} and {@code allocateNew} give them,
   * of the same root allocator as this writer's.
   */
  public void write(ArrowReader rows) {
    attempt(
        () -> {
          boolean isFirst = putRows.isEmpty() && spool.isEmpty() && staged.files().isEmpty();
          if (isFirst) {
            staged = openStaged(child -> new TakenReader(rows, intake, child), chain(opened));
          } else {
            collect();
            while (rows.loadNextBatch()) {
              take(rows.getVectorSchemaRoot());
            }
          }
        });
  }

  /**
   * Takes one row.
   *
   * @param values by column; what is left out is the column's default, else null. String for
   *     String, Long or Integer for Int, Boolean, EventTime or Instant for DateTime, Double,
   *     BigDecimal for Decimal, LocalDate for Date, byte[] for Binary
   */
  public void put(String key, EventTime eventTime, Map<String, ? extends @Nullable Object> values) {
    attempt(
        () -> {
          if (putRows.isFull()) {
            collect();
          }
          putRows.put(key, eventTime, values);
        });
  }

  /** Takes a tombstone: from {@code eventTime} on there is no such key. */
  public void delete(String key, EventTime eventTime) {
    attempt(
        () -> {
          if (putRows.isFull()) {
            collect();
          }
          putRows.delete(key, eventTime);
        });
  }

  /**
   * Commits all rows, once. Without rows nothing is committed, and no table is made.
   *
   * @throws AzofException {@code TABLE_EXISTS} when the table was to be made and somebody else has
   *     done so; {@code CONFLICT} when others were faster too often, or the table was made anew;
   *     then nothing is committed. {@code COMMIT_UNKNOWN} when it cannot be known whether it was
   */
  public CommitSummary commit() {
    return commit(OptionalLong.empty());
  }

  /**
   * As {@link #commit()}, for rows that were computed from a version of the table: they are void
   * when somebody else has changed it since.
   *
   * @throws AzofException also {@code CONFLICT} when the table is no longer at that version; then
   *     nothing is committed
   */
  public CommitSummary commitAfter(long version) {
    return commit(OptionalLong.of(version));
  }

  private CommitSummary commit(OptionalLong only) {
    attempt(
        () -> {
          if (!putRows.isEmpty() || !spool.isEmpty()) {
            collect();
            StagedRows together = openStaged(spool::openReader, chain(opened));
            staged = together.andDropped(droppedBefore);
          }
        });
    canGoOn = false;
    if (staged.files().isEmpty()) {
      return CommitSummary.ofNothing(opened.version());
    }
    AppendChange change = new AppendChange(table, opened, files, staged, this::openParted, only);
    staged = StagedRows.NONE;
    try (change) {
      Snapshot committed =
          opened.version() == AppendChange.NO_VERSION
              ? committer.create(table, change.prepare(opened))
              : committer.commit(table, change);
      return change.summary(committed.version());
    }
  }

  /** Brings all rows so far into the spool, in the order in which they came. */
  private void collect() throws IOException {
    if (!staged.files().isEmpty()) {
      try (StagedRowsReader rows = new StagedRowsReader(staged, columns(staged), allocator)) {
        while (rows.loadNextBatch()) {
          spool.add(BatchBuffers.openWithDeletes(rows.getVectorSchemaRoot(), allocator));
        }
      }
      droppedBefore = staged.duplicates();
      staged.close();
      staged = StagedRows.NONE;
    }
    if (!putRows.isEmpty()) {
      spool.add(putRows.openTaken());
    }
  }

  private StagedRows openParted(StagedRows rows, OpenChain chain) {
    return openStaged(child -> new StagedRowsReader(rows, columns(rows), child), chain)
        .andDropped(rows.duplicates());
  }

  private StagedRows openStaged(QueryInput rows, OpenChain chain) {
    return files.openStaged(allocator, rows, opened.schema(), chain.starts());
  }

  private OpenChain chain(Snapshot snapshot) {
    return OpenChain.of(TableTree.of(table, snapshot));
  }

  private Schema columns(StagedRows rows) {
    return intake.target(rows.deletes() > 0);
  }

  private void attempt(Step step) {
    if (!canGoOn) {
      throw new IllegalStateException("the writer has committed, has failed or is closed");
    }
    canGoOn = false;
    try {
      step.run();
      canGoOn = true;
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.INTERNAL,
          "The rows for table \"" + table + "\" could not be read: " + e.getMessage(),
          e);
    }
  }

  /** Gives back memory and local files. */
  @Override
  public void close() {
    canGoOn = false;
    try {
      AutoCloseables.close(putRows, spool, staged, isClosed ? null : allocator);
      isClosed = true;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AzofException(
          ErrorCode.INTERNAL, "A writer could not be closed: " + e.getMessage(), e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}

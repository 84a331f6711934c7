package io.azof.storage.write;

import io.azof.storage.model.EventTime;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
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
 * null can be left out: their default, else null, is written. Other columns are an error.
 *
 * <p>Of several rows of one key and event time the last one given is kept. A row that the table has
 * already is corrected by giving another one of its key and event time.
 *
 * <p>Every method throws AzofException {@code ARGUMENT_INVALID} for a row that cannot be written,
 * naming its key and the value: no key or event time, text that is not UTF-8, a null where the
 * schema allows none, an event time too far in the future ({@code write.max-future}), or before
 * what the table keeps. After any exception the writer can only be closed.
 */
public final class TableWriter implements AutoCloseable {

  /** A setting of a table: how far ahead of the writer's clock event times may be, ISO-8601. */
  public static final String MAX_FUTURE = "write.max-future";

  TableWriter() {}

  /**
   * Takes the rows of a batch, which stays the caller's and can be used again when this returns.
   */
  public void write(VectorSchemaRoot batch) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes all rows of a reader, which stays the caller's to close. The fastest way when it is the
   * only one: its rows stream into the file without being kept aside. Each batch must have buffers
   * of its own, as {@link org.apache.arrow.vector.VectorLoader} and {@code allocateNew} give them.
   */
  public void write(ArrowReader rows) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes one row.
   *
   * @param values by column; what is left out is the column's default, else null. String for
   *     String, Long or Integer for Int, Boolean, EventTime or Instant for DateTime, Double,
   *     BigDecimal for Decimal, LocalDate for Date, byte[] for Binary
   */
  public void put(String key, EventTime eventTime, Map<String, ? extends @Nullable Object> values) {
    throw new UnsupportedOperationException();
  }

  /** Takes a tombstone: from {@code eventTime} on there is no such key. */
  public void delete(String key, EventTime eventTime) {
    throw new UnsupportedOperationException();
  }

  /**
   * Commits all rows, once. Without rows nothing is committed.
   *
   * @throws io.azof.error.AzofException {@code CONFLICT} when others were faster too often; then
   *     nothing is committed. {@code COMMIT_UNKNOWN} when it cannot be known whether it was
   */
  public CommitSummary commit() {
    throw new UnsupportedOperationException();
  }

  /** Gives back memory and local files. */
  @Override
  public void close() {}
}

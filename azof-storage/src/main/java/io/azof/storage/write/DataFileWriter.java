package io.azof.storage.write;

import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.ObjectStore;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows into data files, in two steps: a finished file on this machine's disk, then an object of the
 * store. Safe for use by many threads.
 *
 * <p>Rows come with the columns {@code key}, {@code event_time}, then the schema's columns by their
 * physical names and of their types, then, where rows are of several commits, {@code _seq} (INT64,
 * no nulls), then, where there can be tombstones, {@code _deleted} (BOOLEAN, null as false). A
 * tombstone has nulls in all value columns. {@code _deleted} is left out of a file that turns out
 * to have no tombstone.
 */
public final class DataFileWriter implements AutoCloseable {

  /**
   * @param store where files are put; stays the caller's
   */
  public DataFileWriter(ObjectStore store, WriteSettings settings) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes rows to a file on this machine's disk.
   *
   * @param parent where memory is taken from
   * @param rows opened once; closed when this returns
   * @param schema that the rows are of
   * @param order whether the rows are sorted here or come sorted, which is checked
   * @return the file, which the receiver closes; empty when there were no rows
   * @throws io.azof.error.AzofException what {@code rows} threw; {@code ARGUMENT_INVALID} for rows
   *     that do not come sorted or stand twice; {@code STORE_FAILED}. Then nothing is left behind.
   */
  public Optional<StagedFile> openStaged(
      BufferAllocator parent, QueryInput rows, TableSchema schema, StagedOrder order) {
    throw new UnsupportedOperationException();
  }

  /**
   * Puts a file into the store, under a name that was never used before; it stays staged as well.
   *
   * @param baseVersion the version of the table that the file was prepared against; 0 for a table
   *     that does not exist yet
   * @return the object's name within the table's folder
   * @throws io.azof.error.AzofException {@code STORE_FAILED}
   */
  public String put(StagedFile file, String table, DataFileKind kind, long baseVersion) {
    throw new UnsupportedOperationException();
  }

  /** Removes a file from the store that no version lists and none ever will. */
  public void remove(String table, String name) {
    throw new UnsupportedOperationException();
  }

  /** Ends the engine behind it. */
  @Override
  public void close() {}
}

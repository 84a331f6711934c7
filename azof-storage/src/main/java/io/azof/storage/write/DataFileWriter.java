package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.parquet.ParquetFileWriter;
import io.azof.storage.parquet.RowFacts;
import io.azof.storage.parquet.SortedRows;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Rows into data files, in two steps: a finished file on this machine's disk, then an object of the
 * store. Safe for use by many threads.
 *
 * <p>Rows come with the columns {@code key}, {@code event_time}, then the schema's columns by their
 * physical names and of their types, then, where rows are of several commits, {@code _seq} (INT64,
 * no nulls), then, where there can be tombstones, {@code _deleted} (BOOLEAN, no nulls). A tombstone
 * has nulls in all value columns.
 */
public final class DataFileWriter implements AutoCloseable {
  private static final int PUT_ATTEMPTS_MAX = 3;
  private static final EventTime ANY_TIME = new EventTime(Long.MIN_VALUE);

  private final ObjectStore store;
  private final WriteSettings settings;
  private @Nullable DuckDb duckDb;

  /**
   * @param store where files are put; stays the caller's
   */
  public DataFileWriter(ObjectStore store, WriteSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * Writes rows to a file on this machine's disk. It has a column {@code _deleted} when the rows
   * have one, except that rows that are sorted here lose it when none of them is a tombstone.
   *
   * @param parent where memory is taken from
   * @param rows opened once; closed when this returns
   * @param schema that the rows are of
   * @param order whether the rows are sorted here or come sorted, which is checked
   * @return the file, which the receiver closes; empty when there were no rows
   * @throws AzofException what {@code rows} threw; {@code ARGUMENT_INVALID} for rows that do not
   *     come sorted or stand twice; {@code STORE_FAILED}. Then nothing is left behind.
   */
  public Optional<StagedFile> openStaged(
      BufferAllocator parent, QueryInput rows, TableSchema schema, StagedOrder order) {
    try (SortedRows sorted = openOrdered(parent, rows, order)) {
      return openStaged(sorted, schema).stream().findFirst();
    }
  }

  private SortedRows openOrdered(BufferAllocator parent, QueryInput rows, StagedOrder order) {
    return switch (order) {
      case SORTED -> SortedRows.openChecking(parent, rows);
      case UNSORTED -> SortedRows.openSorting(duckDb(), parent, rows, List.of(ANY_TIME));
      case UNSORTED_FIRST_KEPT -> SortedRows.openSortingFirstKept(duckDb(), parent, rows);
    };
  }

  /**
   * Sorts rows and writes each part of them to a file of its own.
   *
   * @param partStarts where each part begins, ascending; the first part has all that is before, too
   * @return the files, which the receiver closes
   */
  StagedRows openStaged(
      BufferAllocator parent, QueryInput rows, TableSchema schema, List<EventTime> partStarts) {
    try (SortedRows sorted = SortedRows.openSorting(duckDb(), parent, rows, partStarts)) {
      return new StagedRows(openStaged(sorted, schema), sorted.rowsDropped());
    }
  }

  private List<StagedFile> openStaged(SortedRows sorted, TableSchema schema) {
    List<StagedFile> staged = new ArrayList<>();
    try {
      while (sorted.nextPart()) {
        staged.add(stageFile(sorted, schema));
      }
      return staged;
    } catch (RuntimeException | Error e) {
      staged.forEach(StagedFile::close);
      throw e;
    }
  }

  private StagedFile stageFile(SortedRows sorted, TableSchema schema) {
    Path file = newLocalFile(".parquet");
    try {
      ParquetFileWriter writer = new ParquetFileWriter(duckDb(), ParquetFileWriter.ROW_GROUP_ROWS);
      RowFacts facts = writer.write(sorted, file);
      return StagedFile.of(file, facts, schema.id());
    } catch (RuntimeException | Error e) {
      StagedFile.remove(file);
      throw e;
    }
  }

  /** A name for a file of this machine that nobody else has; its folder exists. */
  Path newLocalFile(String extension) {
    return stagingFolder().resolve(settings.ids().get() + extension);
  }

  private Path stagingFolder() {
    try {
      return Files.createDirectories(store.stagingFolder());
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED,
          "Cannot make the folder "
              + store.stagingFolder()
              + " for files to be written: "
              + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage()),
          e);
    }
  }

  /**
   * Puts a file into the store, under a name that was never used before; it stays staged as well.
   *
   * @param baseVersion the version of the table that the file was prepared against; 0 for a table
   *     that does not exist yet
   * @return the object's name within the table's folder
   * @throws AzofException {@code STORE_FAILED}
   */
  public String put(StagedFile file, String table, DataFileKind kind, long baseVersion) {
    for (int attempt = 1; attempt <= PUT_ATTEMPTS_MAX; attempt++) {
      String name = kind.fileName(baseVersion, settings.ids().get());
      if (store.createFromFile(ObjectNames.dataFile(table, name), file.path())) {
        return name;
      }
      // The store made it and the answer was lost, perhaps. Under another name nobody misses it.
    }
    throw new AzofException(
        ErrorCode.STORE_FAILED,
        "The store "
            + store.location()
            + " says of every new data file of table \""
            + table
            + "\" that it exists already");
  }

  /** Removes a file from the store that no version lists and none ever will. */
  public void remove(String table, String name) {
    store.delete(ObjectNames.dataFile(table, name));
  }

  private synchronized DuckDb duckDb() {
    if (duckDb == null) {
      Path folder = stagingFolder();
      duckDb =
          DuckDb.open(
              new DuckDbSettings(
                  settings.memoryBytesMax(), settings.threads(), folder, List.of(folder)));
    }
    return duckDb;
  }

  /** Ends the engine behind it. What it has staged stays. */
  @Override
  public synchronized void close() {
    if (duckDb != null) {
      duckDb.close();
      duckDb = null;
    }
  }
}

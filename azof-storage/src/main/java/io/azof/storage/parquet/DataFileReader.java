package io.azof.storage.parquet;

import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Data files as Arrow batches of the table's columns: under the names and of the types that the
 * table has for them, whatever the files have; with defaults where files are older than a column.
 * Otherwise a {@link ParquetReader}. What a file has as the table does is not copied.
 */
public final class DataFileReader implements AutoCloseable {
  private final ParquetReader stored;
  private final @Nullable ConformedBatch conformed;

  private DataFileReader(ParquetReader stored, @Nullable ConformedBatch conformed) {
    this.stored = stored;
    this.conformed = conformed;
  }

  /**
   * Opens files; the receiver closes the reader.
   *
   * @param files at least one, all of the same schema; if there is a filter, one
   * @param schema how the files have the table's columns
   * @param columns at least one: {@code key}, {@code event_time}, columns of the table by their
   *     names there, or system columns that the files have
   * @param filter which rows are read
   * @param batchRows the most rows that a batch has
   * @throws io.azof.error.AzofException {@code DATA_FILE_CORRUPT} when a file cannot be read as
   *     Parquet
   */
  public static DataFileReader open(
      List<ParquetFile> files,
      FileSchema schema,
      List<String> columns,
      RowFilter filter,
      int batchRows,
      BufferAllocator allocator) {
    List<ColumnSource> sources = columns.stream().map(schema::source).toList();
    ParquetReader stored =
        ParquetReader.open(files, storedNames(sources), filter, batchRows, allocator);
    try {
      boolean isAsInTable = sources.stream().allMatch(ColumnSource::isAsInTable);
      return new DataFileReader(
          stored, isAsInTable ? null : new ConformedBatch(sources, allocator));
    } catch (RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /** At least one, since only a column that is read says how many rows there are. */
  private static List<String> storedNames(List<ColumnSource> sources) {
    List<String> names = new ArrayList<>();
    for (ColumnSource source : sources) {
      if (source.storedName() != null) {
        names.add(source.storedName());
      }
    }
    return names.isEmpty() ? List.of(TableSchema.EVENT_TIME) : names;
  }

  /** The vectors of the current batch; their buffers may be transferred away. */
  public VectorSchemaRoot root() {
    return conformed == null ? stored.root() : conformed.root();
  }

  /** Whether the memory of {@link #root} is the allocator's, and not that of a native reader. */
  public boolean ownsMemory() {
    return stored.ownsMemory();
  }

  /** Which of the files the current batch is of. */
  public int fileIndex() {
    return stored.fileIndex();
  }

  /**
   * Loads the next batch into {@link #root}; never an empty one.
   *
   * @return false at the end of the last file
   * @throws io.azof.error.AzofException {@code DATA_FILE_CORRUPT} when a page cannot be decoded, or
   *     a file does not hold what its footer promises
   */
  public boolean next() {
    boolean more = stored.next();
    if (conformed != null) {
      conformed.clear();
      if (more) {
        conformed.take(stored.root());
      }
    }
    return more;
  }

  @Override
  public void close() {
    try {
      if (conformed != null) {
        conformed.close();
      }
    } finally {
      stored.close();
    }
  }
}

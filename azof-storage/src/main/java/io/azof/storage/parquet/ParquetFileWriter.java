package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.parquet.format.FileMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Writes data files as the format has them: one Parquet file each, zstd, with statistics, times in
 * milliseconds UTC, all columns optional. A file appears under its name when it is whole, or never.
 */
public final class ParquetFileWriter {
  /**
   * About how many rows a row group has, unless told otherwise. Who looks for one key decodes one
   * of them; see docs/decisions/0009.
   */
  public static final int ROW_GROUP_ROWS = 30_720;

  private final DuckDb duckDb;
  private final int rowGroupRows;

  /**
   * @param duckDb writes the files, so their folder must be one of its writable directories; stays
   *     the caller's
   * @param rowGroupRows about how many rows a row group has; 2048 are the least
   */
  public ParquetFileWriter(DuckDb duckDb, int rowGroupRows) {
    if (rowGroupRows < 1) {
      throw new IllegalArgumentException("row groups of " + rowGroupRows + " rows");
    }
    this.duckDb = duckDb;
    this.rowGroupRows = rowGroupRows;
  }

  /**
   * Writes a file from rows with the columns {@code key} and {@code event_time} and any more of the
   * types of {@link io.azof.storage.model.ColumnType}.
   *
   * @param rows opened once; a column that its schema calls not nullable must have no nulls
   * @param order how the file shall have its rows; sorting is out of core
   * @param replace whether a file of that name is replaced; otherwise it is an error
   * @throws AzofException what {@code rows} threw; {@code ARGUMENT_INVALID} for rows that are not
   *     as {@code order} or their schema says, or an existing file; {@code UNSUPPORTED} for a type;
   *     {@code STORE_FAILED}. Then nothing is left behind.
   */
  public WrittenFile write(
      BufferAllocator parent, QueryInput rows, RowOrder order, Path target, boolean replace) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException(target + " has no folder");
    }
    @Nullable Path unfinished = null;
    try {
      unfinished = Files.createTempFile(folder, ".azof-", ".tmp");
      FileMetaData footer = writeUnfinished(parent, rows, order, unfinished);
      long bytes = Files.size(unfinished);
      publish(unfinished, target, replace);
      sync(folder);
      return new WrittenFile(target, footer.getNum_rows(), bytes);
    } catch (FileAlreadyExistsException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "The file " + target + " exists already", e);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot write " + target + ": " + e.getMessage(), e);
    } finally {
      deleteIfLeft(unfinished);
    }
  }

  /**
   * Writes the current part of sorted rows to a file, which does not reach the disk for certain.
   *
   * @param file replaced when it exists; of no use when this throws
   * @throws AzofException as the other one
   */
  public RowFacts write(SortedRows rows, Path file) {
    try {
      duckDb.writeKeptRows(
          rows.allocator(),
          allocator -> new PartReader(rows, allocator),
          PartReader.KEPT,
          file,
          rowGroupRows);
      RowTally tally = rows.tally();
      FileMetaData footer =
          WrittenFooter.finish(
              file,
              rows.fileSchema(),
              tally.keyOrder(),
              WriterName.TEXT,
              written -> KeyBlooms.of(file, written, tally.keyHashes(), rows.allocator()));
      requireAll(footer, tally.rows());
      return tally.facts(WrittenFooter.hasNulls(footer, tally.deletes()));
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void requireAll(FileMetaData footer, long rows) {
    if (footer.getNum_rows() != rows) {
      throw new AzofException(
          ErrorCode.INTERNAL,
          "Of " + rows + " rows only " + footer.getNum_rows() + " were written");
    }
  }

  private FileMetaData writeUnfinished(
      BufferAllocator parent, QueryInput rows, RowOrder order, Path file) throws IOException {
    try (BufferAllocator allocator = parent.newChildAllocator("parquet file", 0, Long.MAX_VALUE);
        StoredRowsReader stored = StoredRowsReader.open(rows, allocator)) {
      duckDb.writeParquet(allocator, ordered(stored, order), file, rowGroupRows);
      FileMetaData footer =
          WrittenFooter.finish(
              file,
              stored.givenSchema(),
              order.promise(),
              WriterName.TEXT,
              written -> KeyBlooms.of(file, written, allocator));
      sync(file);
      requireAll(footer, stored.rowsRead());
      return footer;
    }
  }

  private QueryInput ordered(StoredRowsReader stored, RowOrder order) {
    QueryInput sorted =
        order.sorts() ? allocator -> openSorted(allocator, stored) : allocator -> stored;
    return order.promise() == KeyOrder.UNIQUE
        ? allocator -> new UniqueKeysReader(sorted.openReader(allocator), allocator)
        : sorted;
  }

  private ArrowReader openSorted(BufferAllocator allocator, ArrowReader stored) {
    String sql =
        "SELECT * FROM unsorted_rows ORDER BY \""
            + TableSchema.KEY
            + "\" COLLATE \"binary\", \""
            + TableSchema.EVENT_TIME
            + "\" DESC";
    return duckDb.openQuery(allocator, sql, Map.of("unsorted_rows", child -> stored), List.of());
  }

  private static void publish(Path unfinished, Path target, boolean replace) throws IOException {
    if (replace) {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.createLink(target, unfinished); // unlike a move, fails when the target exists
    }
  }

  /** Makes a file, or the names in a folder, survive a crash of the machine. */
  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void deleteIfLeft(@Nullable Path unfinished) {
    try {
      if (unfinished != null) {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot remove " + unfinished + ": " + e.getMessage(), e);
    }
  }
}

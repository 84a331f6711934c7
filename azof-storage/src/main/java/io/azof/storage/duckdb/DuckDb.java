package io.azof.storage.duckdb;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.StatementReturnType;
import org.jspecify.annotations.Nullable;

/**
 * Embedded DuckDB in a sandbox: in memory, without access to files (but for spilling, and the
 * folders that {@link DuckDbSettings} names), to the network or to extensions, its configuration
 * locked, its time zone UTC. Safe for use by many threads; each query has a connection of its own.
 * Queries of few rows run on the thread that reads their result.
 */
public final class DuckDb implements AutoCloseable {
  private final Instances instances;
  private final DuckDbSettings settings;
  private final Path spillFolder;

  private DuckDb(Instances instances, DuckDbSettings settings, Path spillFolder) {
    this.instances = instances;
    this.settings = settings;
    this.spillFolder = spillFolder;
  }

  /**
   * Starts an instance; the receiver closes it.
   *
   * @throws AzofException {@code STORE_FAILED} when the spill directory cannot be written
   */
  public static DuckDb open(DuckDbSettings settings) {
    Path spillFolder = newSpillFolder(settings.spillDirectory());
    try {
      return new DuckDb(Instances.open(settings, spillFolder), settings, spillFolder);
    } catch (SQLException e) {
      deleteFolder(spillFolder);
      throw DuckDbErrors.of(e, settings);
    }
  }

  /**
   * Runs a query over Arrow inputs. It streams: the first batch comes before the last row is known,
   * where the query allows that. Nothing runs before the reader is first asked for its schema or a
   * batch.
   *
   * <p>What comes in comes out as the same Arrow type, but for these: a timestamp <em>with</em> a
   * zone, of any unit, is {@code Timestamp(MICROSECOND, "UTC")}; a time of any unit is {@code
   * Time(MICROSECOND, 64)}; {@code LargeUtf8} is {@code Utf8}, {@code LargeBinary} is {@code
   * Binary}. A timestamp without a zone keeps its unit until something is computed from it, then it
   * is in microseconds. The {@code SUM} of integers and {@code HUGEINT} are {@code Decimal(38, 0)},
   * {@code COUNT} is {@code Int(64)}, {@code AVG} is a double. All fields are nullable. The
   * division {@code /} of two integers is an integer.
   *
   * @param parent where memory is taken from; the query makes a child of it
   * @param sql one query, not from a user: it can see what DuckDB tells of itself
   * @param inputs the tables of the query, by the names that it uses
   * @param parameters the values of its question marks: Boolean, Integer, Long, Double, BigDecimal,
   *     String, Instant (a timestamp without a zone, in UTC), LocalDate, LocalTime, byte[], null
   * @return the rows. The receiver closes the reader, any time and from any thread: that cancels
   *     the query if it still runs, closes its inputs and gives back all memory. Reading throws
   *     AzofException only: what an input threw, {@code LIMIT_REACHED}, {@code SQL_INVALID} for
   *     values that the query cannot work with, {@code CANCELLED} once the reader was closed, or
   *     {@code INTERNAL}, also for text that DuckDB does not understand; rows that end without one
   *     are whole
   * @throws AzofException when an input cannot be opened
   */
  public ArrowReader openQuery(
      BufferAllocator parent,
      String sql,
      Map<String, ? extends QueryInput> inputs,
      List<? extends @Nullable Object> parameters) {
    return QueryReader.open(instances, settings, new Query(sql, inputs, parameters), parent);
  }

  /**
   * Writes rows to a Parquet file, in their order: zstd, statistics, a bloom filter on each column
   * whose values repeat, all columns optional. Memory is bounded by some row groups.
   *
   * @param rows what to write; closed when this returns
   * @param file in a writable directory; replaced when it exists, of no use when this throws
   * @param rowGroupRows about how many rows a row group has; 2048 are the least
   * @throws AzofException what {@code rows} threw, {@code LIMIT_REACHED}, {@code INTERNAL}
   */
  public void writeParquet(BufferAllocator parent, QueryInput rows, Path file, int rowGroupRows) {
    writeParquet(parent, rows, "SELECT * FROM written_rows", file, rowGroupRows);
  }

  /**
   * As the other one, but writes some of the rows only.
   *
   * @param kept the name of a boolean column of the rows that says which are written, and is not
   *     written itself
   */
  public void writeKeptRows(
      BufferAllocator parent, QueryInput rows, String kept, Path file, int rowGroupRows) {
    String column = "\"" + kept.replace("\"", "\"\"") + "\"";
    writeParquet(
        parent,
        rows,
        "SELECT * EXCLUDE (" + column + ") FROM written_rows WHERE " + column,
        file,
        rowGroupRows);
  }

  private void writeParquet(
      BufferAllocator parent, QueryInput rows, String written, Path file, int rowGroupRows) {
    String sql =
        "COPY ("
            + written
            + ") TO "
            + Instances.quoted(file)
            + " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 2, PARQUET_VERSION v2,"
            + " USE_TMP_FILE false, ROW_GROUP_SIZE "
            + rowGroupRows
            + ")";
    Query copy = new Query(sql, Map.of("written_rows", rows), List.of());
    try (BufferAllocator allocator = parent.newChildAllocator("duckdb copy", 0, Long.MAX_VALUE);
        BoundQuery bound =
            BoundQuery.open(
                instances.withoutSmall(), allocator, copy, StatementReturnType.CHANGED_ROWS)) {
      try {
        bound.run();
      } catch (SQLException | IOException e) {
        throw bound
            .inputFailure()
            .map(DuckDbErrors::ofInput)
            .orElseGet(() -> DuckDbErrors.of(e, settings));
      }
    }
  }

  /** Ends the instance. Its queries must be closed before. */
  @Override
  public void close() {
    try {
      instances.close();
    } catch (SQLException e) {
      throw DuckDbErrors.of(e, settings);
    } finally {
      deleteFolder(spillFolder);
    }
  }

  /** A folder of its own, because two processes would overwrite each other's spill files. */
  private static Path newSpillFolder(Path parent) {
    try {
      return Files.createTempDirectory(Files.createDirectories(parent), "duckdb-");
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED,
          "Cannot make a folder for spilled rows in " + parent + ": " + e.getMessage(),
          e);
    }
  }

  private static void deleteFolder(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot remove " + folder + ": " + e.getMessage(), e);
    }
  }
}

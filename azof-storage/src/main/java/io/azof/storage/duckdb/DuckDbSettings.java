package io.azof.storage.duckdb;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;

/**
 * What an embedded DuckDB may use of this machine.
 *
 * @param memoryBytesMax what all its queries together may hold in memory, at least {@link
 *     #MEMORY_BYTES_MIN}; beyond it they spill to disk
 * @param threads how many threads work on queries, at least 1
 * @param spillDirectory where intermediate results go that do not fit in memory; made when absent
 * @param writableDirectories the only folders whose files it can write; none for a query engine
 */
public record DuckDbSettings(
    long memoryBytesMax, int threads, Path spillDirectory, List<Path> writableDirectories) {

  /** Below this not even a small sort works. */
  public static final long MEMORY_BYTES_MIN = 32L << 20;

  /** One part in so many of the memory. */
  private static final long SMALL_QUERY_SHARE = 8;

  /**
   * @throws AzofException {@code ARGUMENT_INVALID} for a number below its least
   */
  public DuckDbSettings {
    writableDirectories = List.copyOf(writableDirectories);
    if (memoryBytesMax < MEMORY_BYTES_MIN) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Queries need at least "
              + MEMORY_BYTES_MIN
              + " bytes of memory, but are given "
              + memoryBytesMax);
    }
    if (threads < 1) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "Queries need at least 1 thread, but are given " + threads);
    }
  }

  /**
   * How much of the memory is set apart for queries of few rows, which run beside all others; 0
   * when they do not, because there is but one thread, or too little memory, or files are written.
   */
  long smallQueryBytes() {
    long bytes = memoryBytesMax / SMALL_QUERY_SHARE;
    return threads > 1 && writableDirectories.isEmpty() && bytes >= MEMORY_BYTES_MIN ? bytes : 0;
  }

  /** Settings of an instance that writes nothing but its spill files. */
  public static DuckDbSettings ofQueries(long memoryBytesMax, int threads, Path spillDirectory) {
    return new DuckDbSettings(memoryBytesMax, threads, spillDirectory, List.of());
  }
}

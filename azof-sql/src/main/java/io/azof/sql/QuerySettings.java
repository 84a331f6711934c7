package io.azof.sql;

import java.nio.file.Path;

/**
 * What queries may use of this machine.
 *
 * @param memoryBytesMax what the engine may hold in memory for all queries together; beyond it they
 *     spill to disk
 * @param threads how many threads of the engine work on queries, at least 1
 * @param spillDirectory where the engine puts what does not fit in memory; made when absent
 */
public record QuerySettings(long memoryBytesMax, int threads, Path spillDirectory) {
  private static final long DEFAULT_MEMORY_BYTES_MAX = 512L << 20;

  /** Half a gigabyte, as many threads as the machine has, the folder for temporary files. */
  public static QuerySettings defaults() {
    return new QuerySettings(
        DEFAULT_MEMORY_BYTES_MAX,
        Runtime.getRuntime().availableProcessors(),
        Path.of(System.getProperty("java.io.tmpdir")));
  }
}

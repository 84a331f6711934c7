package io.azof.cli.export;

import io.azof.storage.TableScan;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.parquet.ParquetFileWriter;
import io.azof.storage.parquet.RowOrder;
import io.azof.storage.parquet.WrittenFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A state as one Parquet file, one row per key, sorted by it. */
public final class StateFile {
  private static final long MEMORY_BYTES_MAX = 512L << 20;

  private StateFile() {}

  /**
   * Writes it.
   *
   * @param target absolute
   * @throws io.azof.error.AzofException {@code ARGUMENT_INVALID} when the file exists, {@code
   *     STORE_FAILED} when it cannot be written; what the scan throws. Then nothing is left behind
   */
  public static WrittenFile write(BufferAllocator parent, TableScan scan, Path target) {
    NewFile.requireFree(target);
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw NewFile.failed(target, new NoSuchFileException(target.toString()));
    }
    DuckDbSettings settings =
        new DuckDbSettings(
            MEMORY_BYTES_MAX,
            Runtime.getRuntime().availableProcessors(),
            Path.of(System.getProperty("java.io.tmpdir")),
            List.of(folder));
    try (DuckDb duckDb = DuckDb.open(settings)) {
      return new ParquetFileWriter(duckDb, ParquetFileWriter.ROW_GROUP_ROWS)
          .write(parent, scan::openReader, RowOrder.SORTED_UNIQUE_KEYS, target, false);
    }
  }
}

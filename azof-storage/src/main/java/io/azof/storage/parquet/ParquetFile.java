package io.azof.storage.parquet;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file to read.
 *
 * @param label what to call it in an error
 * @param rows how many rows its footer promises
 * @param footer what its footer says, if that is known; then only what is asked for is decoded
 * @param unwanted row groups, by their places, of which no row is asked for; some may be read
 *     nevertheless
 */
public record ParquetFile(
    Path path, String label, long rows, @Nullable DataFileFooter footer, Set<Integer> unwanted) {

  public ParquetFile {
    unwanted = Set.copyOf(unwanted);
  }

  /** A file of which nothing more is known. */
  public ParquetFile(Path path, String label, long rows) {
    this(path, label, rows, null, Set.of());
  }

  /** A file whose footer has been read. */
  public ParquetFile(Path path, String label, DataFileFooter footer) {
    this(path, label, footer.rows(), footer, Set.of());
  }
}

package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.csv.CsvReader;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.parquet.ParquetFileWriter;
import io.azof.storage.parquet.RowOrder;
import io.azof.storage.parquet.WrittenFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A data file made of a CSV file that lies beside a table's snapshot: how tables come about that no
 * commit has written. It is not part of the table until a snapshot names it.
 */
public final class CsvDataFile {
  private static final long MEMORY_BYTES_MAX = 256 << 20;

  private final Path folder;
  private final TableSchema table;

  /**
   * @param folder where the table's snapshot lies
   * @param table the types of the columns
   */
  public CsvDataFile(Path folder, TableSchema table) {
    this.folder = folder;
    this.table = table;
  }

  /**
   * The data files of a table in a store.
   *
   * @throws AzofException {@code UNSUPPORTED} for a store that is not on this machine's disk
   */
  public static CsvDataFile of(String table, TableSchema schema, ObjectStore store) {
    Path folder =
        store
            .localFile(ObjectNames.version(table))
            .map(Path::getParent)
            .orElseThrow(
                () ->
                    new AzofException(
                        ErrorCode.UNSUPPORTED,
                        "Data files can be made from CSV only in a local folder, not in "
                            + store.location()));
    return new CsvDataFile(folder, schema);
  }

  /**
   * Writes {@code name.parquet} with the rows of {@code name.csv}, in their order. On an error
   * nothing is left behind.
   *
   * @param parent where memory is taken from
   * @param replace whether an existing {@code name.parquet} is replaced; otherwise it is an error
   * @throws AzofException {@code ARGUMENT_INVALID} for a name that is not one of a file in the
   *     folder, or a value that is not as {@link CsvReader} wants it; {@code STORE_FAILED}
   */
  public WrittenFile write(BufferAllocator parent, String name, boolean replace) {
    Path csv = fileNamed(name, ".csv");
    Path parquet = fileNamed(name, ".parquet");
    if (!Files.isRegularFile(csv)) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "There is no file \"" + name + ".csv\" in " + folder);
    }
    if (!replace && Files.exists(parquet)) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "The file " + parquet + " exists already");
    }
    DuckDbSettings settings =
        new DuckDbSettings(
            MEMORY_BYTES_MAX,
            Runtime.getRuntime().availableProcessors(),
            Path.of(System.getProperty("java.io.tmpdir")),
            List.of(folder));
    try (DuckDb duckDb = DuckDb.open(settings)) {
      return new ParquetFileWriter(duckDb, ParquetFileWriter.ROW_GROUP_ROWS)
          .write(
              parent,
              allocator -> CsvReader.open(csv, table, allocator),
              RowOrder.AS_GIVEN,
              parquet,
              replace);
    }
  }

  private Path fileNamed(String name, String extension) {
    if (name.isBlank() || name.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ')) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "\"" + name + "\" is not the name of a file; give it without folder and extension");
    }
    return folder.resolve(name + extension);
  }
}

package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Files of the same columns, CSV or Parquet, that are to become rows of one table. Looking at them
 * reads their headers, and some rows where types must be guessed; {@link #openReader} reads them
 * all, once each.
 */
public final class ImportSource {
  private final List<InputFile> files;
  private final ImportLayout layout;

  private ImportSource(List<InputFile> files, ImportLayout layout) {
    this.files = files;
    this.layout = layout;
  }

  /**
   * Looks at files.
   *
   * @param files at least one; all CSV or all Parquet
   * @param table the value columns of the table when it exists: the files must have these and no
   *     others, in any order. Empty for a new table: the types are those of the Parquet files, or
   *     are guessed from the first rows of CSV.
   * @param allocator for what the footers of Parquet files take meanwhile
   * @throws AzofException {@code ARGUMENT_INVALID}, {@code COLUMN_NOT_FOUND}, {@code UNSUPPORTED}
   *     or {@code DATA_FILE_CORRUPT} that names the file and what is wrong with it
   */
  public static ImportSource of(
      List<Path> files,
      ImportMapping mapping,
      ImportOptions options,
      Optional<TableSchema> table,
      BufferAllocator allocator) {
    if (files.isEmpty()) {
      throw new AzofException(ErrorCode.ARGUMENT_INVALID, "There is no file to import");
    }
    List<InputFile> inputs = files.stream().map(InputFile::of).toList();
    InputFile first = inputs.get(0);
    List<InputHeader> headers =
        inputs.stream().map(file -> InputHeader.of(file, options, allocator)).toList();
    for (InputHeader header : headers) {
      header.requireLike(headers.get(0));
    }
    InputHeader header = headers.get(0);
    InputColumns columns = InputColumns.of(first.name(), header.names(), mapping);
    header.requireTime(columns.eventTime());
    if (table.isPresent()) {
      List<Integer> values = columns.inOrderOf(table.get(), first.name());
      header.requireTypes(table.get(), values);
      return new ImportSource(
          inputs,
          new ImportLayout(columns, table.get(), values, false, mapping.deleteWhen(), options));
    }
    columns.requireNewTable(first.name());
    TableSchema schema =
        first.isParquet()
            ? header.table(columns.values())
            : CsvSample.guess(inputs, columns, options);
    return new ImportSource(
        inputs,
        new ImportLayout(
            columns, schema, columns.values(), !first.isParquet(), mapping.deleteWhen(), options));
  }

  /** The value columns: those of the existing table, or those that a new one needs. */
  public TableSchema schema() {
    return layout.table();
  }

  /**
   * The columns of every batch: {@code key} ({@link ColumnType#STRING}), {@code event_time}, {@code
   * _deleted} (a boolean, only when the mapping says which rows are deletes), then the values, all
   * of which are null in a row that is a delete.
   */
  public Schema arrowSchema() {
    return layout.arrowSchema();
  }

  /**
   * Opens the rows from the first one on; the receiver closes the reader.
   *
   * @param rejects is given each row that cannot be imported, once; stays the caller's
   */
  public ImportReader openReader(BufferAllocator parent, Rejects rejects) {
    return ImportReader.open(files, layout, rejects, parent);
  }
}

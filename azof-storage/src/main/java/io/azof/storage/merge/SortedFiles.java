package io.azof.storage.merge;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.FooterReader;
import io.azof.storage.parquet.KeyOrder;
import io.azof.storage.parquet.ParquetFile;
import io.azof.storage.parquet.RowFilter;
import io.azof.storage.scan.ScanFiles;
import io.azof.storage.write.DataFileWriter;
import io.azof.storage.write.StagedFile;
import io.azof.storage.write.StagedOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The data files of one snapshot of a table, as sources of merges. Files that are not sorted, as
 * those of other writers may be, are sorted first, each once, into copies on this machine's disk,
 * which are removed with this.
 */
public final class SortedFiles implements AutoCloseable {
  /** How many rows are read at once where nothing speaks against it. */
  public static final int BATCH_ROWS = 32_768;

  private final ScanFiles files;
  private final RowSelection wanted;
  private final DataFileWriter writer;
  private final Runnable requireOpen;
  private final Map<String, StagedFile> sorted = new HashMap<>();

  /**
   * @param files closed with this
   * @param writer sorts; stays the caller's
   * @param requireOpen run before each batch; what it throws ends the reading
   */
  public SortedFiles(ScanFiles files, DataFileWriter writer, Runnable requireOpen) {
    this(files, RowSelection.ALL, writer, requireOpen);
  }

  /**
   * As the other one, for merges of which not all rows are wanted.
   *
   * @param wanted which rows must be there; others may be
   */
  public SortedFiles(
      ScanFiles files, RowSelection wanted, DataFileWriter writer, Runnable requireOpen) {
    this.files = files;
    this.wanted = wanted;
    this.writer = writer;
    this.requireOpen = requireOpen;
  }

  /** The files, sorted or not. */
  public ScanFiles stored() {
    return files;
  }

  /**
   * A file as a source of a merge, which may read it as long as this is open. What it emits has the
   * columns {@code key}, {@code event_time}, then those asked for.
   *
   * @param values columns of the table other than these two
   * @param batchRows about how many rows it reads at once
   * @throws AzofException {@code DATA_FILE_MISSING}, {@code DATA_FILE_CORRUPT}
   */
  public MergeSource source(
      FilePart part, List<String> values, int batchRows, BufferAllocator allocator) {
    DataFile file = part.file();
    String label = files.label(file.name());
    Path path = files.path(file.name());
    DataFileFooter footer = FooterReader.read(path, label);
    FileSchema schema = FileSchema.of(table(), file, footer, label);
    ParquetFile stored = new ParquetFile(path, label, footer);
    List<String> columns = columns(file, footer, label, part.emits() ? values : List.of());
    if (part.emits() && file.facts() != null && file.facts().deletes() > 0) {
      columns.add(required(TableSchema.DELETED, footer, label));
    }
    return new MergeSource(
        label,
        isSorted(file, footer)
            ? child ->
                new StoredRows(
                    stored,
                    schema,
                    columns,
                    RowFilter.of(wanted, footer),
                    batchRows,
                    requireOpen,
                    child)
            : sorting(file, stored, schema, columns, batchRows, allocator),
        file.minSequence(),
        part.minMillis(),
        part.maxMillis(),
        part.emits());
  }

  /** Files with facts are, by the format; others must promise it. */
  private static boolean isSorted(DataFile file, DataFileFooter footer) {
    return file.facts() != null || footer.keyOrder() == KeyOrder.UNIQUE;
  }

  private static List<String> columns(
      DataFile file, DataFileFooter footer, String label, List<String> values) {
    List<String> columns = new ArrayList<>(List.of(TableSchema.KEY, TableSchema.EVENT_TIME));
    columns.addAll(values);
    if (file.minSequence() < file.maxSequence()) {
      columns.add(required(TableSchema.SEQUENCE, footer, label));
    }
    return columns;
  }

  private static String required(String column, DataFileFooter footer, String label) {
    if (footer.columns().stream().noneMatch(found -> found.name().equals(column))) {
      throw new AzofException(
          ErrorCode.DATA_FILE_CORRUPT,
          "Cannot read "
              + label
              + ": it has no column \""
              + column
              + "\", though by the snapshot its rows differ in that");
    }
    return column;
  }

  /** Rows of a sorted copy, which has all columns, whoever asks first. */
  private MergeSource.Opening sorting(
      DataFile file,
      ParquetFile stored,
      FileSchema schema,
      List<String> columns,
      int batchRows,
      BufferAllocator allocator) {
    if (stored.rows() == 0) {
      return child ->
          new StoredRows(stored, schema, columns, RowFilter.NONE, batchRows, requireOpen, child);
    }
    StagedFile copy =
        sorted.computeIfAbsent(file.name(), name -> openSorted(stored, schema, allocator));
    DataFile listed = copy.dataFile(file.name(), file.minSequence());
    DataFileFooter footer = FooterReader.read(copy.path(), stored.label());
    ParquetFile copied = new ParquetFile(copy.path(), stored.label(), footer);
    FileSchema copiedSchema = FileSchema.of(table(), listed, footer, stored.label());
    return child ->
        new StoredRows(
            copied,
            copiedSchema,
            columns,
            RowFilter.of(wanted, footer),
            batchRows,
            requireOpen,
            child);
  }

  private StagedFile openSorted(ParquetFile stored, FileSchema schema, BufferAllocator allocator) {
    Schema columns = FileColumns.of(table(), false, false);
    return writer
        .openStaged(
            allocator,
            child ->
                new SourceRowsReader(
                    new StoredRows(
                        stored,
                        schema,
                        table().columnNames(),
                        RowFilter.NONE,
                        BATCH_ROWS,
                        requireOpen,
                        child),
                    columns,
                    child),
            table(),
            StagedOrder.UNSORTED_FIRST_KEPT)
        .orElseThrow();
  }

  private TableSchema table() {
    return files.snapshot().schema();
  }

  @Override
  public void close() {
    try (files) {
      sorted.values().forEach(StagedFile::close);
      sorted.clear();
    }
  }
}

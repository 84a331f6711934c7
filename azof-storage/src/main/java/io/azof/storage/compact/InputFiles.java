package io.azof.storage.compact;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.compact.merge.MergeSource;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.FooterReader;
import io.azof.storage.parquet.KeyOrder;
import io.azof.storage.parquet.ParquetFile;
import io.azof.storage.scan.ScanFiles;
import io.azof.storage.write.DataFileWriter;
import io.azof.storage.write.StagedFile;
import io.azof.storage.write.StagedOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The data files of one snapshot of a table, as sources of merges. Files that are not sorted, as
 * those of other writers may be, are sorted first, each once, into copies on this machine's disk,
 * which are removed with this.
 */
final class InputFiles implements AutoCloseable {
  private final ScanFiles files;
  private final DataFileWriter writer;
  private final BooleanSupplier isStopped;
  private final Map<String, StagedFile> sorted = new HashMap<>();

  /**
   * @param files closed with this
   * @param writer sorts; stays the caller's
   * @param isStopped asked before each batch; when it is true, reading ends with {@code CANCELLED}
   */
  InputFiles(ScanFiles files, DataFileWriter writer, BooleanSupplier isStopped) {
    this.files = files;
    this.writer = writer;
    this.isStopped = isStopped;
  }

  /**
   * A file as a source of a merge, which may read it as long as this is open.
   *
   * @throws AzofException {@code DATA_FILE_MISSING}, {@code DATA_FILE_CORRUPT}
   */
  MergeSource source(FileTask.Input input, BufferAllocator allocator) {
    DataFile file = input.file();
    String label = files.label(file.name());
    Path path = files.path(file.name());
    DataFileFooter footer = FooterReader.read(path, label);
    FileSchema schema = FileSchema.of(table(), file, footer, label);
    ParquetFile stored = new ParquetFile(path, label, footer.rows());
    List<String> columns = columns(file, footer, label, input.emits());
    return new MergeSource(
        label,
        isSorted(file, footer)
            ? child -> new StoredRows(stored, schema, columns, isStopped, child)
            : sorting(file, stored, schema, columns, allocator),
        file.minSequence(),
        input.minMillis(),
        input.maxMillis(),
        input.emits());
  }

  /** Files with facts are, by the format; others must promise it. */
  private static boolean isSorted(DataFile file, DataFileFooter footer) {
    return file.facts() != null || footer.keyOrder() == KeyOrder.UNIQUE;
  }

  private List<String> columns(
      DataFile file, DataFileFooter footer, String label, boolean withValues) {
    List<String> columns = new ArrayList<>();
    if (withValues) {
      columns.addAll(table().columnNames());
    } else {
      columns.addAll(List.of(TableSchema.KEY, TableSchema.EVENT_TIME));
    }
    if (file.minSequence() < file.maxSequence()) {
      columns.add(required(TableSchema.SEQUENCE, footer, label));
    }
    if (withValues && file.facts() != null && file.facts().deletes() > 0) {
      columns.add(required(TableSchema.DELETED, footer, label));
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
      BufferAllocator allocator) {
    if (stored.rows() == 0) {
      return child -> new StoredRows(stored, schema, columns, isStopped, child);
    }
    StagedFile copy =
        sorted.computeIfAbsent(file.name(), name -> openSorted(stored, schema, allocator));
    ParquetFile copied = new ParquetFile(copy.path(), stored.label(), copy.facts().rows());
    DataFile listed = copy.dataFile(file.name(), file.minSequence());
    FileSchema copiedSchema =
        FileSchema.of(
            table(), listed, FooterReader.read(copy.path(), stored.label()), stored.label());
    return child -> new StoredRows(copied, copiedSchema, columns, isStopped, child);
  }

  private StagedFile openSorted(ParquetFile stored, FileSchema schema, BufferAllocator allocator) {
    Schema columns = FileColumns.of(table(), false, false);
    return writer
        .openStaged(
            allocator,
            child ->
                new SourceRowsReader(
                    new StoredRows(stored, schema, table().columnNames(), isStopped, child),
                    columns,
                    child),
            table(),
            StagedOrder.UNSORTED_FIRST_KEPT)
        .orElseThrow();
  }

  private TableSchema table() {
    return files.snapshot().schema();
  }

  /** The measures of the snapshot's files that have no facts; reads their footers. */
  FileMeasures measures() {
    Map<String, FileMeasure> measures = new HashMap<>();
    files
        .snapshot()
        .files()
        .filter(file -> file.facts() == null)
        .map(DataFile::name)
        .forEach(name -> measures.put(name, measure(name)));
    return new FileMeasures(measures);
  }

  private FileMeasure measure(String name) {
    DataFileFooter footer = FooterReader.read(files.path(name), files.label(name));
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (DataFileFooter.RowGroup group : footer.rowGroups()) {
      DataFileFooter.EventTimes times = group.eventTimes();
      if (times == null && group.rows() > 0) {
        return new FileMeasure(footer.rows(), footer.bytes(), Long.MIN_VALUE, Long.MAX_VALUE);
      }
      if (times != null) {
        min = Math.min(min, times.minMillis());
        max = Math.max(max, times.maxMillis());
      }
    }
    return new FileMeasure(footer.rows(), footer.bytes(), min, max);
  }

  @Override
  public void close() {
    try (files) {
      sorted.values().forEach(StagedFile::close);
      sorted.clear();
    }
  }
}

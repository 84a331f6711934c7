package io.azof.storage.compact;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.compact.merge.MergeSource;
import io.azof.storage.model.Column;
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
import org.apache.arrow.memory.BufferAllocator;

/**
 * The data files of one snapshot of a table, as sources of merges. Files that are not sorted, as
 * those of other writers may be, are sorted first, each once, into copies on this machine's disk,
 * which are removed with this.
 */
final class InputFiles implements AutoCloseable {
  private final ScanFiles files;
  private final DataFileWriter writer;
  private final Map<String, StagedFile> sorted = new HashMap<>();

  /**
   * @param writer sorts; stays the caller's
   */
  InputFiles(ScanFiles files, DataFileWriter writer) {
    this.files = files;
    this.writer = writer;
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
    List<String> columns = columns(file, footer, label, input.emits());
    MergeSource.Opening opening =
        isSorted(file, footer)
            ? child -> new StoredRows(new ParquetFile(path, label, footer.rows()), columns, child)
            : sortedOpening(file, new ParquetFile(path, label, footer.rows()), columns, allocator);
    return new MergeSource(
        label, opening, file.minSequence(), input.minMillis(), input.maxMillis(), input.emits());
  }

  /** What the format makes of files that it has facts of; others must promise it. */
  private static boolean isSorted(DataFile file, DataFileFooter footer) {
    return file.facts() != null || footer.keyOrder() == KeyOrder.UNIQUE;
  }

  private List<String> columns(
      DataFile file, DataFileFooter footer, String label, boolean withValues) {
    TableSchema schema = files.snapshot().schema();
    FileSchema.require(schema, footer, label);
    List<String> columns = new ArrayList<>(List.of(TableSchema.KEY, TableSchema.EVENT_TIME));
    if (withValues) {
      schema.columns().stream().map(Column::physicalName).forEach(columns::add);
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
              + ": the snapshot says that its rows differ in \""
              + column
              + "\", but it has no such column");
    }
    return column;
  }

  /** The copy has all columns of the file that count, whoever asks first. */
  private MergeSource.Opening sortedOpening(
      DataFile file, ParquetFile unsorted, List<String> columns, BufferAllocator allocator) {
    StagedFile copy = sorted.get(file.name());
    if (copy == null) {
      List<String> all = new ArrayList<>(List.of(TableSchema.KEY, TableSchema.EVENT_TIME));
      TableSchema schema = files.snapshot().schema();
      schema.columns().stream().map(Column::physicalName).forEach(all::add);
      copy =
          writer
              .openStaged(
                  allocator,
                  child -> new SourceRowsReader(new StoredRows(unsorted, all, child), child),
                  schema,
                  StagedOrder.UNSORTED_FIRST_KEPT)
              .orElse(null);
      if (copy == null) {
        return child -> new StoredRows(unsorted, columns, child); // it has no rows
      }
      sorted.put(file.name(), copy);
    }
    ParquetFile parquet = new ParquetFile(copy.path(), unsorted.label(), copy.facts().rows());
    return child -> new StoredRows(parquet, columns, child);
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
    sorted.values().forEach(StagedFile::close);
    sorted.clear();
  }
}

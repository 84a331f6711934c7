package io.azof.storage.scan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.filecache.LocalFiles;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.Traffic;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.KeyBloomReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The data files of one snapshot of a table, as files on local disk, where they stay until this is
 * closed.
 *
 * @param table the table's name
 */
public record ScanFiles(String table, Snapshot snapshot, LocalFiles files)
    implements AutoCloseable {

  /**
   * Opens files of a path, fetching all at once that are not here; the receiver closes them, and
   * with them those that it asks for later.
   */
  public static ScanFiles open(
      String table, Snapshot snapshot, List<PathFile> files, FileCache cache) {
    return openNamed(table, snapshot, files.stream().map(PathFile::name).toList(), cache);
  }

  /** As {@link #open}, of files by their names. */
  public static ScanFiles openNamed(
      String table, Snapshot snapshot, List<String> names, FileCache cache) {
    List<String> keys = names.stream().map(name -> ObjectNames.dataFile(table, name)).toList();
    Map<String, FileFacts> facts = new HashMap<>();
    snapshot
        .files()
        .filter(file -> file.facts() != null)
        .forEach(file -> facts.put(ObjectNames.dataFile(table, file.name()), file.facts()));
    return new ScanFiles(table, snapshot, cache.openFiles(keys, key -> bytes(facts.get(key))));
  }

  private static OptionalLong bytes(@Nullable FileFacts facts) {
    return facts == null ? OptionalLong.empty() : OptionalLong.of(facts.bytes());
  }

  /** What it took to have the files here. */
  public Traffic traffic() {
    return files.traffic();
  }

  /** What an error calls a data file: {@code data file "t/delta.parquet"}. */
  public String label(String name) {
    return "data file \"" + ObjectNames.dataFile(table, name) + "\"";
  }

  /**
   * Where a data file lies.
   *
   * @throws AzofException {@code DATA_FILE_MISSING}
   */
  public Path path(String name) {
    return files
        .path(ObjectNames.dataFile(table, name))
        .orElseThrow(
            () ->
                new AzofException(
                    ErrorCode.DATA_FILE_MISSING,
                    "Snapshot "
                        + snapshot.version()
                        + " of table \""
                        + table
                        + "\" lists "
                        + label(name)
                        + ", which does not exist; restore that object"));
  }

  /**
   * What is known of these files, by name.
   *
   * @param rows which of their rows are wanted
   * @param footers what is known of them already
   * @throws AzofException {@code DATA_FILE_MISSING}, or {@code DATA_FILE_CORRUPT} when a file is
   *     damaged or its columns are not the table's
   */
  public Map<String, KnownFile> known(
      List<PathFile> files, RowSelection rows, FileFooters footers) {
    Map<String, DataFile> listed = new HashMap<>();
    snapshot.files().forEach(file -> listed.put(file.name(), file));
    Map<String, KnownFile> known = new HashMap<>();
    for (PathFile file : files) {
      DataFile dataFile = Objects.requireNonNull(listed.get(file.name()));
      known.computeIfAbsent(file.name(), name -> known(dataFile, rows, footers));
    }
    return known;
  }

  private KnownFile known(DataFile file, RowSelection rows, FileFooters footers) {
    String label = label(file.name());
    Path path = path(file.name());
    DataFileFooter footer = footers.of(path, label);
    return new KnownFile(
        footer,
        FileSchema.of(snapshot.schema(), file, footer, label),
        KeyBloomReader.rowGroupsWithout(rows.keys(), footer, path, label));
  }

  /** Lets the files go; readers of them must be closed before. */
  @Override
  public void close() {
    files.close();
  }
}

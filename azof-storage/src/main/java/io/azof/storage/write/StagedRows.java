package io.azof.storage.write;

import java.util.List;
import java.util.stream.Stream;

/**
 * All rows of a commit as files on this machine's disk.
 *
 * @param files one per part that has rows, the oldest part first
 * @param duplicates how many rows were dropped for others of their key and event time
 */
record StagedRows(List<StagedFile> files, long duplicates) implements AutoCloseable {
  static final StagedRows NONE = new StagedRows(List.of(), 0);

  StagedRows {
    files = List.copyOf(files);
  }

  long rows() {
    return files.stream().mapToLong(file -> file.facts().rows()).sum();
  }

  long deletes() {
    return files.stream().mapToLong(file -> file.facts().deletes()).sum();
  }

  /** The same rows in other files; those dropped before stay counted. */
  StagedRows andDropped(long before) {
    return new StagedRows(files, duplicates + before);
  }

  Stream<StagedFile> stream() {
    return files.stream();
  }

  /** Removes the files. */
  @Override
  public void close() {
    files.forEach(StagedFile::close);
  }
}

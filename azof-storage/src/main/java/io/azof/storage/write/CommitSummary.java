package io.azof.storage.write;

import io.azof.storage.model.DataFile;
import java.util.List;
import java.util.Map;

/**
 * What a commit brought.
 *
 * @param version the table's version since then; when there were no rows, the one that it had
 * @param rows how many rows it brought, deletes included
 * @param deletes how many of them are tombstones
 * @param lateRows how many of them are older than the start of the open leaf
 * @param duplicates how many rows were given but not kept, since a row of the same key and event
 *     time was given after them
 * @param files the data files that it brought; none when there were no rows
 */
public record CommitSummary(
    long version, long rows, long deletes, long lateRows, long duplicates, List<DataFile> files) {

  public CommitSummary {
    files = List.copyOf(files);
  }

  static CommitSummary ofNothing(long version) {
    return new CommitSummary(version, 0, 0, 0, 0, List.of());
  }

  /**
   * @param names of the files in the store
   */
  static CommitSummary of(
      long version, StagedRows rows, OpenChain chain, Map<StagedFile, String> names) {
    long lateRows =
        rows.stream()
            .filter(file -> chain.isLate(file.facts().minEventTime()))
            .mapToLong(file -> file.facts().rows())
            .sum();
    return new CommitSummary(
        version,
        rows.rows(),
        rows.deletes(),
        lateRows,
        rows.duplicates(),
        names.entrySet().stream()
            .map(file -> file.getKey().dataFile(file.getValue(), version))
            .toList());
  }

  /** As a snapshot says it: docs/FORMAT.md, Writing. */
  Map<String, String> texts() {
    return Map.of(
        "rows", Long.toString(rows),
        "deletes", Long.toString(deletes),
        "late_rows", Long.toString(lateRows),
        "duplicates", Long.toString(duplicates),
        "files", Integer.toString(files.size()));
  }
}

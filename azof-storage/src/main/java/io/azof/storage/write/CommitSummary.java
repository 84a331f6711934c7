package io.azof.storage.write;

import io.azof.storage.model.DataFile;
import java.util.List;

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
}

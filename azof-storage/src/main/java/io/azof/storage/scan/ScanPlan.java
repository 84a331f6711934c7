package io.azof.storage.scan;

import io.azof.storage.model.AsOf;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.Traffic;
import io.azof.storage.parquet.KeyOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a scan reads, what it skips and why. A value, made without reading a row; it prints itself.
 *
 * @param version the table's version
 * @param columns the columns of the result, in order
 * @param rows which rows are wanted
 * @param streamed the largest base, whose rows pass by while those of {@code held} are held; empty
 *     when there is no base to read
 * @param held all other files to read, the first in precedence first
 * @param skipped all other files of the snapshot
 * @param traffic what it took to have the files to read on this machine, whose footers tell the
 *     rest
 */
public record ScanPlan(
    String table,
    long version,
    AsOf asOf,
    List<String> columns,
    RowSelection rows,
    Optional<FileRead> streamed,
    List<FileRead> held,
    List<SkippedFile> skipped,
    Traffic traffic) {

  public ScanPlan {
    columns = List.copyOf(columns);
    held = List.copyOf(held);
    skipped = List.copyOf(skipped);
  }

  /**
   * Whether the rows that are held and those that pass by meet in the order of their keys, because
   * all files promise it; otherwise they meet by the hashes of their keys.
   */
  public boolean isInKeyOrder() {
    return !held.isEmpty()
        && held.stream().allMatch(file -> file.keyOrder() != KeyOrder.UNKNOWN)
        && streamed.stream().allMatch(file -> file.keyOrder() == KeyOrder.UNIQUE);
  }

  /**
   * Whether it is known before that a row that is held wins over the row of its key that passes by,
   * so that the event times of the latter need not be read.
   */
  public boolean isStreamedOldest() {
    return !held.isEmpty()
        && streamed.stream()
            .filter(base -> base.keyOrder() == KeyOrder.UNIQUE && !base.isFilteredHere())
            .anyMatch(base -> held.stream().allMatch(file -> file.isNewerThan(base)));
  }

  /**
   * About how many rows of files are looked at. Of single keys it is few: only the pages that may
   * have them are.
   */
  long foreseenRows() {
    return rows.keys().isOfSingleKeys()
        ? 0
        : Stream.concat(streamed.stream(), held.stream())
            .mapToLong(FileRead::rowsInRowGroupsRead)
            .sum();
  }

  /** The number of files to read. */
  public int fileCount() {
    return held.size() + (streamed.isPresent() ? 1 : 0);
  }

  /** Several lines; files that are skipped for the same reason share one. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("scan of table \"").append(table).append("\", version ").append(version);
    text.append(", as of ").append(asOf).append('\n');
    text.append("  columns: ");
    text.append(columns.isEmpty() ? "none" : String.join(", ", columns)).append('\n');
    if (!rows.isAll()) {
      text.append("  wanted: ").append(rows).append('\n');
    }
    text.append("  files: ").append(fileCount()).append(" read, ");
    text.append(skipped.size()).append(" skipped\n");
    if (!traffic.equals(Traffic.NONE)) {
      text.append("  fetch: ").append(traffic).append('\n');
    }
    if (!held.isEmpty()) {
      text.append("  merge: by ").append(isInKeyOrder() ? "key order" : "key hash");
      text.append(isStreamedOldest() ? ", held rows always win\n" : "\n");
    }
    streamed.ifPresent(file -> text.append("  stream ").append(file).append('\n'));
    held.forEach(file -> text.append("  hold   ").append(file).append('\n'));
    Map<String, Long> reasons = new LinkedHashMap<>();
    for (SkippedFile file : skipped) {
      reasons.merge(file.reason(), 1L, Long::sum);
    }
    reasons.forEach(
        (reason, count) -> {
          String first =
              skipped.stream()
                  .filter(f -> f.reason().equals(reason))
                  .findFirst()
                  .orElseThrow()
                  .name();
          text.append("  skip   ").append(first);
          if (count > 1) {
            text.append(" and ").append(count - 1).append(" more");
          }
          text.append(": ").append(reason).append('\n');
        });
    return text.toString();
  }
}

package io.azof.storage.history;

import io.azof.storage.model.DataFile;
import io.azof.storage.model.HistoryRange;
import io.azof.storage.model.RowSelection;
import io.azof.storage.scan.PathFile;
import io.azof.storage.scan.SkippedFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the history of a table reads, what it skips and why. A value, made without a look at a file;
 * it prints itself.
 *
 * @param version the table's version
 * @param range already without what has expired
 * @param columns the columns of the result, in order
 * @param rows which versions are wanted
 * @param files the files to read, the first in precedence first
 * @param skipped all other files of the snapshot
 */
public record HistoryPlan(
    String table,
    long version,
    HistoryRange range,
    List<String> columns,
    RowSelection rows,
    List<ReadFile> files,
    List<SkippedFile> skipped) {

  public HistoryPlan {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
    skipped = List.copyOf(skipped);
  }

  /** A file whose rows are read. */
  public record ReadFile(DataFile file, PathFile.Role role, String segmentId) {}

  /** Several lines; files that are skipped for the same reason share one. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("history of table \"").append(table).append("\", version ").append(version);
    text.append(", ").append(range).append('\n');
    text.append("  columns: ");
    text.append(columns.isEmpty() ? "none" : String.join(", ", columns)).append('\n');
    if (!rows.isAll()) {
      text.append("  wanted: ").append(rows).append('\n');
    }
    text.append("  files: ").append(files.size()).append(" read, ");
    text.append(skipped.size()).append(" skipped\n");
    for (ReadFile read : files) {
      text.append("  merge  ").append(read.role().word()).append(' ').append(read.file().name());
      text.append(" of segment \"").append(read.segmentId()).append("\"\n");
    }
    Map<String, List<SkippedFile>> byReason =
        skipped.stream()
            .collect(
                Collectors.groupingBy(
                    SkippedFile::reason, LinkedHashMap::new, Collectors.toList()));
    byReason.forEach(
        (reason, alike) -> {
          text.append("  skip   ").append(alike.get(0).name());
          if (alike.size() > 1) {
            text.append(" and ").append(alike.size() - 1).append(" more");
          }
          text.append(": ").append(reason).append('\n');
        });
    return text.toString();
  }
}

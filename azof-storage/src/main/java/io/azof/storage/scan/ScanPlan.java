package io.azof.storage.scan;

import io.azof.storage.model.AsOf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scan reads, what it skips and why. A value, made without reading a row; it prints itself.
 *
 * @param version the table's version
 * @param columns the columns of the result, in order
 * @param streamed the largest base, whose rows pass by while those of {@code hashed} are held;
 *     empty when there is no base to read
 * @param hashed all other files to read, the first in precedence first
 * @param skipped all other files of the snapshot
 */
public record ScanPlan(
    String table,
    long version,
    AsOf asOf,
    List<String> columns,
    Optional<FileRead> streamed,
    List<FileRead> hashed,
    List<SkippedFile> skipped) {

  public ScanPlan {
    columns = List.copyOf(columns);
    hashed = List.copyOf(hashed);
    skipped = List.copyOf(skipped);
  }

  /** The number of files to read. */
  public int fileCount() {
    return hashed.size() + (streamed.isPresent() ? 1 : 0);
  }

  /** Several lines; files that are skipped for the same reason share one. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("scan of table \"").append(table).append("\", version ").append(version);
    text.append(", as of ").append(asOf).append('\n');
    text.append("  columns: ");
    text.append(columns.isEmpty() ? "none" : String.join(", ", columns)).append('\n');
    text.append("  files: ").append(fileCount()).append(" read, ");
    text.append(skipped.size()).append(" skipped\n");
    streamed.ifPresent(file -> text.append("  stream ").append(file).append('\n'));
    hashed.forEach(file -> text.append("  hash   ").append(file).append('\n'));
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

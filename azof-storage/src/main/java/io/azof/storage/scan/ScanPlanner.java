package io.azof.storage.scan;

import io.azof.storage.model.AsOf;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.Traffic;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.DataFileFooter.EventTimes;
import io.azof.storage.parquet.DataFileFooter.RowGroup;
import io.azof.storage.parquet.RowFilter;
import io.azof.storage.scan.PathFile.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the path and the footers of its files to a plan; pure. */
public final class ScanPlanner {
  private ScanPlanner() {}

  /**
   * @param rows which rows are wanted, of keys that there may be
   * @param files what is known of every file of {@code path}, by name
   * @param traffic what it took to know it
   */
  public static ScanPlan plan(
      String table,
      long version,
      AsOf asOf,
      List<String> columns,
      RowSelection rows,
      SegmentPath path,
      Map<String, KnownFile> files,
      Traffic traffic) {
    List<FileRead> reads = new ArrayList<>();
    List<SkippedFile> skipped = new ArrayList<>();
    for (PathFile file : path.files()) {
      KnownFile known = files.get(file.name());
      if (known == null) {
        throw new IllegalArgumentException("nothing is known of " + file.name());
      }
      FileRead read = read(file, known, rows, asOf.boundMillis());
      if (read.rows() == 0) {
        skipped.add(skip(file, "it has no rows"));
      } else if (read.skippedRowGroups() == read.rowGroups()) {
        skipped.add(skip(file, reason(known.footer(), asOf)));
      } else {
        reads.add(read);
      }
    }
    skipped.addAll(path.skipped());
    Optional<FileRead> streamed =
        reads.stream()
            .filter(read -> read.file().role() == Role.BASE)
            .max(Comparator.comparingLong(FileRead::rows));
    streamed.ifPresent(reads::remove);
    return new ScanPlan(table, version, asOf, columns, rows, streamed, reads, skipped, traffic);
  }

  private static FileRead read(
      PathFile file, KnownFile known, RowSelection rows, long boundMillis) {
    DataFileFooter footer = known.footer();
    RowFilter filter = RowFilter.of(rows, footer);
    int skippedRowGroups = 0;
    long certainRows = 0;
    boolean filtered = false;
    EventTimes range = null;
    boolean rangeKnown = true;
    for (int i = 0; i < footer.rowGroups().size(); i++) {
      RowGroup rowGroup = footer.rowGroups().get(i);
      EventTimes times = rowGroup.eventTimes();
      if (rowGroup.rows() == 0 || filter.dropsAll(rowGroup) || known.withoutKeys().contains(i)) {
        skippedRowGroups++;
        continue;
      }
      boolean allVisible =
          boundMillis == Long.MAX_VALUE || (times != null && times.maxMillis() <= boundMillis);
      filtered |= !allVisible;
      if (times != null && times.minMillis() > boundMillis) {
        skippedRowGroups++;
        continue;
      }
      certainRows += allVisible ? rowGroup.rows() : 0;
      rangeKnown &= times != null;
      range = times == null ? range : times.including(range);
    }
    return new FileRead(
        file,
        footer.rows(),
        footer.bytes(),
        footer.rowGroups().size(),
        skippedRowGroups,
        certainRows,
        filtered,
        filtered && footer.canFilterEventTimes() ? filter.atMost(boundMillis) : filter,
        rangeKnown ? range : null,
        footer.keyOrder(),
        known);
  }

  private static String reason(DataFileFooter footer, AsOf asOf) {
    boolean isLater =
        footer.rowGroups().stream()
            .map(RowGroup::eventTimes)
            .allMatch(times -> times != null && times.minMillis() > asOf.boundMillis());
    return isLater
        ? "all its rows are after " + asOf
        : "it has none of the rows that are asked for";
  }

  private static SkippedFile skip(PathFile file, String reason) {
    return new SkippedFile(file.name(), file.role(), file.segmentId(), reason);
  }
}

package io.azof.storage.compact;

import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.Segment;
import java.util.List;
import java.util.Locale;

/**
 * What the layout of a table costs.
 *
 * @param filesStored the files of the snapshot
 * @param rowsStored the rows in them
 * @param rowsGiven of these, rows that are in them because somebody wrote them; all others repeat
 *     some of them, in bases and patches
 * @param filesRead the files on the path of the latest state
 * @param rowsRead the rows in them
 * @param rowsOfBase of these, those of the largest base; about as many keys are alive. 0 when there
 *     is no base
 */
record Amplification(
    long filesStored,
    long rowsStored,
    long rowsGiven,
    long filesRead,
    long rowsRead,
    long rowsOfBase) {

  static Amplification of(List<Segment> roots, FileMeasures measures) {
    Sum sum = new Sum(measures);
    roots.forEach(root -> sum.add(root, true));
    return new Amplification(
        sum.filesStored,
        sum.rowsStored,
        sum.rowsGiven,
        sum.filesRead,
        sum.rowsRead,
        sum.rowsOfBase);
  }

  /** How many rows are stored for each that was written. */
  double storage() {
    return rowsGiven == 0 ? 1 : (double) rowsStored / rowsGiven;
  }

  /** How many rows the latest state reads for each of its largest base; 1 when there is none. */
  double reading() {
    return rowsOfBase == 0 ? 1 : (double) rowsRead / rowsOfBase;
  }

  @Override
  public String toString() {
    String base =
        rowsOfBase == 0
            ? "no base"
            : String.format(Locale.ROOT, "%.2f for each of its base", reading());
    return String.format(
        Locale.ROOT,
        "%d rows in %s, %.2f for each row written; the latest state reads %d rows in %s, %s",
        rowsStored,
        files(filesStored),
        storage(),
        rowsRead,
        files(filesRead),
        base);
  }

  private static String files(long count) {
    return count + (count == 1 ? " file" : " files");
  }

  private static final class Sum {
    private final FileMeasures measures;

    private long filesStored;
    private long rowsStored;
    private long rowsGiven;
    private long filesRead;
    private long rowsRead;
    private long rowsOfBase;

    Sum(FileMeasures measures) {
      this.measures = measures;
    }

    /**
     * @param isFirst whether nothing is before it: its base repeats no rows
     */
    void add(Segment segment, boolean isFirst) {
      boolean isRead = segment.range().isOpen();
      for (DeltaFile delta : segment.deltas()) {
        add(delta.file(), !delta.isPatch(), isRead);
      }
      DataFile base = segment.base();
      if (base != null) {
        add(base, isFirst, isRead);
        rowsOfBase = Math.max(rowsOfBase, isRead ? measures.of(base).rows() : 0);
      }
      boolean isFirstChild = isFirst && base == null;
      for (Segment child : segment.children()) {
        add(child, isFirstChild);
        isFirstChild = false;
      }
    }

    private void add(DataFile file, boolean isGiven, boolean isRead) {
      long rows = measures.of(file).rows();
      filesStored++;
      rowsStored += rows;
      rowsGiven += isGiven ? rows : 0;
      filesRead += isRead ? 1 : 0;
      rowsRead += isRead ? rows : 0;
    }
  }
}

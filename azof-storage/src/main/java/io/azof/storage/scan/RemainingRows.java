package io.azof.storage.scan;

import java.util.BitSet;
import java.util.List;

/** Walks the rows of a {@link WinnerTable} that nothing has beaten, a batch of runs at a time. */
final class RemainingRows {
  private final List<HeldBatch> batches;
  private final List<BitSet> winners;
  private final RowRuns runs = new RowRuns();
  private int batchIndex;
  private int nextRow;
  private int currentBatch;

  RemainingRows(WinnerTable table) {
    this.batches = table.batches();
    this.winners = table.winners();
  }

  /**
   * Goes on to the next rows.
   *
   * @param rowsMax about how many at most
   * @return false when there are none left
   */
  boolean next(int rowsMax) {
    runs.clear();
    while (runs.rows() == 0 && batchIndex < batches.size()) {
      currentBatch = batchIndex;
      BitSet alive = winners.get(batchIndex);
      int row = alive.nextSetBit(nextRow);
      while (row >= 0 && runs.rows() < rowsMax) {
        int end = alive.nextClearBit(row);
        runs.add(row, end);
        row = alive.nextSetBit(end);
      }
      nextRow = Math.max(row, 0);
      batchIndex += row < 0 ? 1 : 0;
    }
    return runs.rows() > 0;
  }

  /** The batch that the current rows are of. */
  HeldBatch batch() {
    return batches.get(currentBatch);
  }

  /** The current rows. */
  RowRuns runs() {
    return runs;
  }
}

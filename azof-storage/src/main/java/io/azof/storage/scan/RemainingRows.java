package io.azof.storage.scan;

import java.util.BitSet;
import java.util.List;

/** Walks the held rows that were chosen, a batch of runs at a time. */
final class RemainingRows {
  private final List<HeldBatch> batches;
  private final RowRuns runs = new RowRuns();
  private int batchIndex;
  private int nextRow;
  private int currentBatch;

  RemainingRows(List<HeldBatch> batches) {
    this.batches = batches;
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
      BitSet chosen = batches.get(batchIndex).chosen();
      int row = chosen.nextSetBit(nextRow);
      while (row >= 0 && runs.rows() < rowsMax) {
        int end = chosen.nextClearBit(row);
        runs.add(row, end);
        row = chosen.nextSetBit(end);
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

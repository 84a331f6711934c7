package io.azof.storage.scan;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Sorts the rows of each batch of a streamed base: those that are in the state stay; those whose
 * key may stand in the base again are diverted, to compete; the others are beaten or too late.
 */
final class RowChoice {
  private final WinnerTable winners;
  private final RepeatedKeys repeated;
  private final long boundMillis;

  private final RowRuns kept = new RowRuns();
  private final RowRuns diverted = new RowRuns();
  private long[] hashes = {};
  private final int[] suspects = new int[WinnerTable.blockRows()];
  private final long[] suspectHashes = new long[WinnerTable.blockRows()];

  /**
   * @param winners what the other files have won; the base's rows compete with it
   * @param repeated the keys that may stand in the base more than once
   */
  RowChoice(WinnerTable winners, RepeatedKeys repeated, long boundMillis) {
    this.winners = winners;
    this.repeated = repeated;
    this.boundMillis = boundMillis;
  }

  /** Chooses among the rows of a batch; {@link #kept} and {@link #diverted} are the answer. */
  void choose(VectorSchemaRoot batch, StreamedBase base) {
    kept.clear();
    diverted.clear();
    Keys keys = base.keys(batch);
    EventTimes times = base.eventTimes(batch);
    Sequences sequences = base.sequences(batch);
    Tombstones tombstones = base.tombstones(batch);
    int rows = batch.getRowCount();
    hash(keys, rows);
    if (base.mayBeLater() || !repeated.isEmpty() || !tombstones.isEmpty()) {
      chooseAmongAll(keys, times, sequences, tombstones, rows, base.rank());
    } else {
      chooseAmongSuspects(keys, times, sequences, rows, base.rank());
    }
  }

  /** The rows that are in the state, until the next {@link #choose}. */
  RowRuns kept() {
    return kept;
  }

  /** The rows that have to compete, until the next {@link #choose}. */
  RowRuns diverted() {
    return diverted;
  }

  /** A base of which every row is visible and every key stands once: few rows need a lookup. */
  private void chooseAmongSuspects(
      Keys keys, EventTimes times, Sequences sequences, int rows, int rank) {
    int runStart = 0;
    int row = 0;
    while (row < rows) {
      int found = 0;
      while (row < rows && found < suspects.length) {
        suspects[found] = row;
        suspectHashes[found] = hashes[row];
        found += winners.mayHold(hashes[row]) ? 1 : 0;
        row++;
      }
      winners.warm(suspectHashes, found);
      for (int i = 0; i < found; i++) {
        int suspect = suspects[i];
        if (winners.beats(
            keys, suspect, suspectHashes[i], times.millis(suspect), sequences.at(suspect), rank)) {
          kept.add(runStart, suspect);
          runStart = suspect + 1;
        }
      }
    }
    kept.add(runStart, rows);
  }

  private void chooseAmongAll(
      Keys keys, EventTimes times, Sequences sequences, Tombstones tombstones, int rows, int rank) {
    int runStart = 0;
    for (int row = 0; row < rows; row++) {
      long hash = hashes[row];
      boolean isLater = times.millis(row) > boundMillis;
      boolean competes = !isLater && repeated.mayHold(hash);
      if (competes) {
        diverted.add(row);
      }
      if (isLater
          || competes
          || winners.beats(keys, row, hash, times.millis(row), sequences.at(row), rank)
          || tombstones.isDeleted(row)) {
        kept.add(runStart, row);
        runStart = row + 1;
      }
    }
    kept.add(runStart, rows);
  }

  /** In a loop of its own, which the processor can run ahead in. */
  private void hash(Keys keys, int rows) {
    if (hashes.length < rows) {
      hashes = new long[rows];
    }
    for (int row = 0; row < rows; row++) {
      hashes[row] = keys.hash(row);
    }
  }
}

package io.azof.storage.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * A merge in the order of the keys, for files that promise it and a base that holds each key once:
 * the base passes by the winners of the held files, and each key is looked at once. The promises
 * are checked on the way.
 */
final class SortMerge implements Merge {
  private final List<PromisedOrder> orders;
  private final long boundMillis;
  private final List<HeldBatch> held = new ArrayList<>();
  private final @Nullable KeyRun[] runs;
  private final RowRuns kept = new RowRuns();
  private @Nullable RunMerge winners;

  /**
   * @param orders what the held files promise
   */
  SortMerge(List<PromisedOrder> orders, long boundMillis) {
    this.orders = List.copyOf(orders);
    this.boundMillis = boundMillis;
    this.runs = new KeyRun[orders.size()];
  }

  @Override
  public void hold(HeldBatch batch, int file) {
    held.add(batch);
    KeyRun run = runs[file];
    if (run == null) {
      runs[file] = new KeyRun(batch, orders.get(file), boundMillis);
    } else {
      run.add(batch);
    }
  }

  /**
   * Keys of a batch share their first bytes, if they are in order, so that nearly always eight
   * bytes after those tell whether a key comes after the one before it, and before the next winner.
   */
  @Override
  public RowRuns choose(VectorSchemaRoot batch, StreamedBase base) {
    RunMerge winners = winners();
    Keys keys = base.keys(batch);
    EventTimes times = base.eventTimes(batch);
    Sequences sequences = base.sequences(batch);
    Tombstones tombstones = base.tombstones(batch);
    int rows = batch.getRowCount();
    boolean mayBeLater = base.mayBeLater();
    int commonBytes = keys.commonBytes(0, keys, rows - 1);
    base.order().requireStart(keys);
    kept.clear();
    int runStart = 0;
    long previous = 0;
    long next = 0; // not after the first key, so that the winners are moved there
    for (int row = 0; row < rows; row++) {
      long word = keys.word(row, commonBytes);
      if (!keys.startsLike(row, keys, 0, commonBytes)) {
        throw base.order().broken(keys, row, rows);
      }
      if (row > 0 && Long.compareUnsigned(word, previous) <= 0) {
        base.order().requireAfterPrevious(keys, row);
      }
      previous = word;
      boolean isLater = mayBeLater && times.millis(row) > boundMillis;
      boolean isBeaten = false;
      if (!isLater && Long.compareUnsigned(word, next) >= 0) {
        isBeaten = isBeaten(winners, keys, row, times, sequences, base.rank());
        next = nextWord(winners, keys, commonBytes);
      }
      if (isLater || isBeaten || tombstones.isDeleted(row)) {
        kept.add(runStart, row);
        runStart = row + 1;
      }
    }
    kept.add(runStart, rows);
    base.order().end(keys, rows);
    return kept;
  }

  /** Moves on to the first winner of a later key; the row and the winner of its key compete. */
  private static boolean isBeaten(
      RunMerge winners, Keys keys, int row, EventTimes times, Sequences sequences, int rank) {
    while (winners.hasRow()) {
      HeldBatch batch = winners.batch();
      int winner = winners.row();
      int order = batch.keys().compare(winner, keys, row);
      if (order > 0) {
        return false;
      }
      boolean survives =
          order < 0 || !batch.isBeatenBy(winner, times.millis(row), sequences.at(row), rank);
      if (survives) {
        batch.choose(winner);
      }
      winners.next();
      if (order == 0) {
        return survives;
      }
    }
    return false;
  }

  /** What a key of the batch has to reach before it can be as great as the next winner's. */
  private static long nextWord(RunMerge winners, Keys keys, int commonBytes) {
    if (winners.hasRow()) {
      Keys winnerKeys = winners.batch().keys();
      if (winnerKeys.startsLike(winners.row(), keys, 0, commonBytes)) {
        return winnerKeys.word(winners.row(), commonBytes);
      }
    }
    return -1L; // the greatest: there is none, or it comes after all keys that start like these
  }

  @Override
  public List<HeldBatch> remaining() {
    RunMerge winners = winners();
    for (; winners.hasRow(); winners.next()) {
      winners.batch().choose(winners.row());
    }
    return held;
  }

  private RunMerge winners() {
    if (winners == null) {
      winners = new RunMerge(Arrays.stream(runs).filter(Objects::nonNull).toList());
    }
    return winners;
  }

  @Override
  public void close() {
    held.forEach(HeldBatch::close);
    held.clear();
  }
}

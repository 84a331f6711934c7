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
   * bytes after those tell whether a key comes before the next winner. Most rows are not even
   * looked at for that.
   */
  @Override
  public RowRuns choose(VectorSchemaRoot batch, StreamedBase base) {
    RunMerge winners = winners();
    Keys keys = base.keys(batch);
    int rows = batch.getRowCount();
    base.order().require(keys, rows);
    int commonBytes = keys.commonBytes(0, keys, rows - 1);
    BaseRows baseRows = new BaseRows(base, batch, boundMillis);
    kept.clear();
    int runStart = 0;
    for (int row = 0; row < rows; ) { // from the first one, so that the winners are moved there
      if (isBeaten(winners, keys, row, baseRows)) {
        keep(runStart, row, baseRows);
        runStart = row + 1;
      }
      long next = nextWord(winners, keys, commonBytes);
      row = keys.firstAtLeast(row + 1, rows, next, commonBytes);
    }
    keep(runStart, rows, baseRows);
    return kept;
  }

  /** What decides about the rows of a batch of the base besides their keys. */
  private record BaseRows(
      EventTimes times,
      Sequences sequences,
      Tombstones tombstones,
      int rank,
      boolean mayBeLater,
      long boundMillis) {

    BaseRows(StreamedBase base, VectorSchemaRoot batch, long boundMillis) {
      this(
          base.eventTimes(batch),
          base.sequences(batch),
          base.tombstones(batch),
          base.rank(),
          base.mayBeLater(),
          boundMillis);
    }

    /** Whether a row is after the asked time, so that it neither is in the state nor competes. */
    boolean isLater(int row) {
      return mayBeLater && times.millis(row) > boundMillis;
    }

    boolean areAllVisible() {
      return !mayBeLater && tombstones.isEmpty();
    }

    boolean isVisible(int row) {
      return !isLater(row) && !tombstones.isDeleted(row);
    }

    boolean beats(HeldBatch batch, int winner, int row) {
      return !isLater(row) && batch.isBeatenBy(winner, times.millis(row), sequences.at(row), rank);
    }
  }

  /** Keeps those of the rows {@code [from, to)}, which nothing has beaten, that can be seen. */
  private void keep(int from, int to, BaseRows baseRows) {
    if (baseRows.areAllVisible()) {
      kept.add(from, to);
      return;
    }
    int runStart = from;
    for (int row = from; row < to; row++) {
      if (!baseRows.isVisible(row)) {
        kept.add(runStart, row);
        runStart = row + 1;
      }
    }
    kept.add(runStart, to);
  }

  /** Moves on to the first winner of a later key; the row and the winner of its key compete. */
  private static boolean isBeaten(RunMerge winners, Keys keys, int row, BaseRows baseRows) {
    while (winners.hasRow()) {
      HeldBatch batch = winners.batch();
      int winner = winners.row();
      int order = batch.keys().compare(winner, keys, row);
      if (order > 0) {
        return false;
      }
      boolean survives = order < 0 || !baseRows.beats(batch, winner, row);
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

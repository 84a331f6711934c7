package io.azof.storage.scan;

import java.util.ArrayList;
import java.util.List;

/**
 * The held rows of one file whose keys ascend, walked one by one: those at or before the bound. The
 * batches are closed by whoever holds them.
 */
final class KeyRun {
  private final List<HeldBatch> batches = new ArrayList<>();
  private final PromisedOrder order;
  private final long boundMillis;
  private int bytesLeftOut;
  private int batchIndex;
  private HeldBatch batch;
  private int row;
  private long word;

  KeyRun(HeldBatch first, PromisedOrder order, long boundMillis) {
    this.order = order;
    this.boundMillis = boundMillis;
    this.batch = first;
    add(first);
  }

  /** Adds the file's next batch, whose keys must be in the order that was promised. */
  void add(HeldBatch next) {
    order.require(next.keys(), next.rows());
    batches.add(next);
  }

  /** How many bytes all keys of this run and another key have in common at their start. */
  int commonBytes(Keys other, int otherRow) {
    HeldBatch last = batches.get(batches.size() - 1);
    return Math.min(
        batches.get(0).keys().commonBytes(0, other, otherRow),
        last.keys().commonBytes(last.rows() - 1, other, otherRow));
  }

  /**
   * Goes to the first row, if there is one.
   *
   * @param commonBytes how many bytes all keys have in common at their start, in all runs
   */
  boolean start(int commonBytes) {
    bytesLeftOut = commonBytes;
    row = -1;
    return next();
  }

  /** Goes on to the next row, if there is one. */
  boolean next() {
    do {
      row++;
      if (row == batch.rows()) {
        batchIndex++;
        if (batchIndex == batches.size()) {
          return false;
        }
        batch = batches.get(batchIndex);
        row = 0;
      }
    } while (batch.eventTimes().millis(row) > boundMillis);
    word = batch.keys().word(row, bytesLeftOut);
    return true;
  }

  HeldBatch batch() {
    return batch;
  }

  int row() {
    return row;
  }

  /** The {@link Keys#word} of the current key after what all keys have in common. */
  long word() {
    return word;
  }
}

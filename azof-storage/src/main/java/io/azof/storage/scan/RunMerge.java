package io.azof.storage.scan;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The winner of each key that stands in some runs, in the order of the keys: the runs lie in a heap
 * by their current keys, the least on top.
 */
final class RunMerge {
  private final KeyRun[] heap;
  private int size;
  private @Nullable HeldBatch batch;
  private int row;

  /** Goes to the first winner, if there is one. */
  RunMerge(List<KeyRun> runs) {
    this.heap = new KeyRun[runs.size()];
    int commonBytes = Integer.MAX_VALUE;
    for (KeyRun run : runs) {
      Keys first = runs.get(0).batch().keys();
      commonBytes = Math.min(commonBytes, run.commonBytes(first, 0));
    }
    for (KeyRun run : runs) {
      if (run.start(commonBytes)) {
        heap[size++] = run;
      }
    }
    for (int place = size / 2 - 1; place >= 0; place--) {
      sink(place);
    }
    next();
  }

  /** Whether there is a current winner. */
  boolean hasRow() {
    return batch != null;
  }

  /** The batch that the current winner is of. */
  HeldBatch batch() {
    return Objects.requireNonNull(batch);
  }

  /** The current winner's place in its batch. */
  int row() {
    return row;
  }

  /** Goes on to the next winner, if there is one. */
  void next() {
    if (size == 0) {
      batch = null;
      return;
    }
    long word = heap[0].word();
    HeldBatch winner = heap[0].batch();
    int winnerRow = heap[0].row();
    takeTop();
    while (size > 0 && heap[0].word() == word) {
      HeldBatch other = heap[0].batch();
      int otherRow = heap[0].row();
      if (!other.keys().sameAs(otherRow, winner.keys(), winnerRow)) {
        break;
      }
      if (other.isNewer(otherRow, winner, winnerRow)) {
        winner = other;
        winnerRow = otherRow;
      }
      takeTop();
    }
    batch = winner;
    row = winnerRow;
  }

  private void takeTop() {
    if (!heap[0].next()) {
      heap[0] = heap[--size];
    }
    sink(0);
  }

  private void sink(int from) {
    KeyRun sinking = heap[from];
    int place = from;
    while (true) {
      int child = 2 * place + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && comesBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!comesBefore(heap[child], sinking)) {
        break;
      }
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = sinking;
  }

  private static boolean comesBefore(KeyRun a, KeyRun b) {
    if (a.word() != b.word()) {
      return Long.compareUnsigned(a.word(), b.word()) < 0;
    }
    return a.batch().keys().compare(a.row(), b.batch().keys(), b.row()) < 0;
  }
}

package io.azof.storage.merge;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows that go into the next batch of a merge, in order, as runs of neighbours, so that they are
 * copied run by run. Keeps the batches that they are of until they were copied.
 */
final class ChosenRows implements AutoCloseable {

  /** The rows {@code [start, end)} of a batch. */
  static final class Run {
    final SourceBatch batch;
    final int start;
    int end;

    Run(SourceBatch batch, int row) {
      this.batch = batch;
      this.start = row;
      this.end = row + 1;
    }

    int rows() {
      return end - start;
    }
  }

  private final List<Run> runs = new ArrayList<>();
  private final List<SourceBatch> left = new ArrayList<>();
  private int rows;

  void add(SourceBatch batch, int row) {
    rows++;
    if (!runs.isEmpty()) {
      Run last = runs.get(runs.size() - 1);
      if (last.batch == batch && last.end == row) {
        last.end++;
        return;
      }
    }
    runs.add(new Run(batch, row));
    batch.setAwaited(true);
  }

  /** Takes a batch over that no more rows are chosen of. */
  void leave(SourceBatch batch) {
    if (batch.isAwaited()) {
      left.add(batch);
    } else {
      batch.close();
    }
  }

  int rows() {
    return rows;
  }

  /** How many batches are kept for their rows' sake alone. */
  int batchesLeft() {
    return left.size();
  }

  List<Run> runs() {
    return runs;
  }

  /** Forgets all rows. */
  void clear() {
    runs.forEach(run -> run.batch.setAwaited(false));
    runs.clear();
    rows = 0;
    close();
  }

  @Override
  public void close() {
    left.forEach(SourceBatch::close);
    left.clear();
  }
}

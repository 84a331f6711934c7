package io.azof.storage.parquet;

import java.util.Arrays;

/** Some rows of a batch: ranges of them, in order, none of which touches another. */
final class SelectedRows {
  private int[] bounds = new int[64];
  private int ranges;
  private int rows;

  void clear() {
    ranges = 0;
    rows = 0;
  }

  /** Adds a row behind those that were added before. */
  void add(int row) {
    if (ranges > 0 && bounds[2 * ranges - 1] == row) {
      bounds[2 * ranges - 1]++;
    } else {
      if (2 * ranges == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * bounds.length);
      }
      bounds[2 * ranges] = row;
      bounds[2 * ranges + 1] = row + 1;
      ranges++;
    }
    rows++;
  }

  /** How many rows there are. */
  int rows() {
    return rows;
  }

  /** How many ranges there are. */
  int ranges() {
    return ranges;
  }

  /** The first row of a range. */
  int start(int range) {
    return bounds[2 * range];
  }

  /** The row behind the last one of a range. */
  int end(int range) {
    return bounds[2 * range + 1];
  }
}

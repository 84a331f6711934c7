package io.azof.storage.scan;

import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ParquetFile;
import io.azof.storage.parquet.ParquetReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;

/**
 * The keys that may stand in several rows of a file: all that do, and a few more that share their
 * hash bits with another. A base should hold each key once, but nothing in version 1 of the format
 * makes it so; see docs/decisions/0002.
 *
 * @param sortedHashes the {@link KeyHash} of each such key, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RepeatedKeys(long[] sortedHashes) {
  static final RepeatedKeys NONE = new RepeatedKeys(new long[0]);

  private static final int FILTER_BITS_PER_ROW = 16;

  /** Of a file with more rows than this more keys are suspected than need be. */
  private static final long FILTER_ROWS_MAX = 1L << 29;

  private static final int BATCH_ROWS = 65_536;

  boolean isEmpty() {
    return sortedHashes.length == 0;
  }

  boolean mayHold(long hash) {
    return Arrays.binarySearch(sortedHashes, hash) >= 0;
  }

  /**
   * Reads the key column of a file once, in memory of two bytes per row. Where the keys turn out to
   * ascend, equal ones are neighbours and the answer is exact.
   */
  static RepeatedKeys find(ParquetFile file, BufferAllocator allocator) {
    try (ParquetReader reader =
        ParquetReader.open(List.of(file), List.of(TableSchema.KEY), BATCH_ROWS, allocator)) {
      Finder finder = new Finder(file.rows());
      while (reader.next()) {
        VarCharVector vector = (VarCharVector) reader.root().getVector(0);
        Keys.requireNoNull(vector, "a key", file.label());
        finder.add(new Keys(vector), reader.root().getRowCount());
      }
      return finder.result();
    }
  }

  private static final class Finder {
    private final long[] filter;
    private final LongStream.Builder suspects = LongStream.builder();
    private final LongStream.Builder equalNeighbours = LongStream.builder();
    private boolean ascending = true;
    private byte[] last = {};
    private boolean first = true;

    Finder(long rows) {
      long filteredRows = Math.min(rows, FILTER_ROWS_MAX);
      long bits = Long.highestOneBit(Math.max(64, filteredRows * FILTER_BITS_PER_ROW - 1)) << 1;
      filter = new long[Math.toIntExact(bits >> 6)];
    }

    void add(Keys keys, int rows) {
      for (int row = 0; row < rows; row++) {
        long hash = keys.hash(row);
        boolean seen = mark(hash);
        seen &= mark(Long.rotateRight(hash, 32) * 0x9E3779B97F4A7C15L);
        if (seen) {
          suspects.add(hash);
        }
        if (ascending) {
          compare(keys, row, hash);
        }
      }
      if (rows > 0) {
        last = keys.copy(rows - 1);
        first = false;
      }
    }

    private void compare(Keys keys, int row, long hash) {
      if (row == 0 && first) {
        return;
      }
      int order = row == 0 ? keys.compare(last, row) : keys.compare(row - 1, keys, row);
      if (order > 0) {
        ascending = false;
      } else if (order == 0) {
        equalNeighbours.add(hash);
      }
    }

    private boolean mark(long bits) {
      long bit = bits & (((long) filter.length << 6) - 1);
      long mask = 1L << bit;
      boolean seen = (filter[(int) (bit >> 6)] & mask) != 0;
      filter[(int) (bit >> 6)] |= mask;
      return seen;
    }

    RepeatedKeys result() {
      LongStream hashes = ascending ? equalNeighbours.build() : suspects.build();
      return new RepeatedKeys(hashes.sorted().distinct().toArray());
    }
  }
}

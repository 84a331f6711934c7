package io.azof.storage.parquet;

import java.util.Arrays;
import org.apache.arrow.vector.VarCharVector;

/** The hashes of the keys of rows, as long as there are not too many to keep. */
final class KeyHashes {
  private final int rowsMax;
  private long[] hashes = new long[16];
  private long rows;
  private byte[] key = new byte[64];

  /**
   * @param rowsMax how many are kept
   */
  KeyHashes(int rowsMax) {
    this.rowsMax = rowsMax;
  }

  /** Adds the key of the next row; of rows that follow each other it is often the same. */
  void add(VarCharVector keys, int row) {
    if (rows++ >= rowsMax) {
      hashes = new long[0];
      return;
    }
    int length = keys.getValueLength(row);
    key = key.length < length ? new byte[length] : key;
    keys.getDataBuffer().getBytes(keys.getStartOffset(row), key, 0, length);
    hashes = hashes.length < rows ? Arrays.copyOf(hashes, 2 * hashes.length) : hashes;
    hashes[(int) rows - 1] = XxHash64.of(key, length);
  }

  /** Whether all that were added are kept. */
  boolean isWhole() {
    return rows <= rowsMax;
  }

  long rows() {
    return rows;
  }

  /** The filter of those that are kept. */
  KeyBloom bloom() {
    long[] sorted = Arrays.copyOf(hashes, (int) Math.min(rows, hashes.length));
    long[] distinct = Arrays.stream(sorted).distinct().toArray();
    KeyBloom bloom = new KeyBloom(distinct.length);
    Arrays.stream(distinct).forEach(bloom::add);
    return bloom;
  }
}

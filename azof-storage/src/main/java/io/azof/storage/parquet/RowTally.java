package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Walks over sorted rows: finds those that stand twice or in the wrong place, and counts the
 * others. Knows only the rows of one file.
 */
final class RowTally {
  private final boolean dropsRepeated;
  private byte[] firstKey = {};
  private byte[] lastKey = {};
  private long lastMillis;
  private long minMillis = Long.MAX_VALUE;
  private long maxMillis = Long.MIN_VALUE;
  private long minSequence = Long.MAX_VALUE;
  private long maxSequence = Long.MIN_VALUE;
  private long rows;
  private long deletes;
  private boolean repeatsKeys;
  private final KeyHashes keyHashes = new KeyHashes(ParquetFileWriter.ROW_GROUP_ROWS);

  /**
   * @param dropsRepeated whether of several rows of a key and event time the first is kept and the
   *     others are dropped; otherwise they are an error
   */
  RowTally(boolean dropsRepeated) {
    this.dropsRepeated = dropsRepeated;
  }

  /**
   * Looks at the next rows: {@code [from, to)} of a batch as it is stored.
   *
   * @param kept gets the bits of the rows that are kept; they are zero before
   * @return how many are kept
   * @throws AzofException {@code ARGUMENT_INVALID} for a row in the wrong place
   */
  int add(VectorSchemaRoot batch, int from, int to, ArrowBuf kept) {
    VarCharVector keys = (VarCharVector) batch.getVector(TableSchema.KEY);
    BigIntVector times = (BigIntVector) batch.getVector(TableSchema.EVENT_TIME);
    @Nullable BitVector deleted = (BitVector) batch.getVector(TableSchema.DELETED);
    @Nullable BigIntVector sequences = (BigIntVector) batch.getVector(TableSchema.SEQUENCE);
    int before = (int) Math.min(rows, 1);
    int count = 0;
    for (int row = from; row < to; row++) {
      long millis = times.get(row);
      int order = before == 0 ? 1 : row == from ? compareToLast(keys, row) : compare(keys, row);
      before = 1;
      if (order < 0 || (order == 0 && millis > lastMillis)) {
        throw misplaced(keys, row, millis);
      }
      if (order == 0 && millis == lastMillis) {
        if (!dropsRepeated) {
          throw repeated(keys, row, millis);
        }
        continue;
      }
      if (rows == 0) {
        firstKey = keys.get(row);
      }
      kept.setByte(row >> 3, kept.getByte(row >> 3) | (1 << (row & 7)));
      repeatsKeys |= order == 0;
      keyHashes.add(keys, row);
      lastMillis = millis;
      minMillis = Math.min(minMillis, millis);
      maxMillis = Math.max(maxMillis, millis);
      if (deleted != null) {
        deletes += deleted.get(row);
      }
      if (sequences != null) {
        minSequence = Math.min(minSequence, sequences.get(row));
        maxSequence = Math.max(maxSequence, sequences.get(row));
      }
      rows++;
      count++;
    }
    lastKey = keys.get(to - 1);
    return count;
  }

  /** How a row's key compares to that of the row before it, which is in the same batch. */
  private static int compare(VarCharVector keys, int row) {
    ArrowBuf bytes = keys.getDataBuffer();
    int start = keys.getStartOffset(row);
    int end = keys.getEndOffset(row);
    return ByteFunctionHelpers.compare(
        bytes, start, end, bytes, keys.getStartOffset(row - 1), start);
  }

  private int compareToLast(VarCharVector keys, int row) {
    return ByteFunctionHelpers.compare(
        keys.getDataBuffer(),
        keys.getStartOffset(row),
        keys.getEndOffset(row),
        lastKey,
        0,
        lastKey.length);
  }

  /** Those of the rows that are kept. */
  KeyHashes keyHashes() {
    return keyHashes;
  }

  long rows() {
    return rows;
  }

  long deletes() {
    return deletes;
  }

  KeyOrder keyOrder() {
    return repeatsKeys ? KeyOrder.ASCENDING : KeyOrder.UNIQUE;
  }

  /**
   * What was counted.
   *
   * @param hasNulls see {@link RowFacts#hasNulls}
   */
  RowFacts facts(boolean hasNulls) {
    boolean hasSequences = minSequence <= maxSequence;
    return new RowFacts(
        rows,
        text(firstKey),
        text(lastKey),
        new EventTime(minMillis),
        new EventTime(maxMillis),
        deletes,
        hasNulls,
        hasSequences,
        hasSequences ? minSequence : 0,
        hasSequences ? maxSequence : 0);
  }

  private AzofException misplaced(VarCharVector keys, int row, long millis) {
    byte[] key = keys.get(row);
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "The row of key \""
            + text(key)
            + "\" at "
            + new EventTime(millis)
            + " comes after "
            + (Arrays.equals(key, lastKey) || (row > 0 && compare(keys, row) == 0)
                ? "an older one of that key"
                : "one of a greater key")
            + "; rows must be sorted by key, newest first");
  }

  private static AzofException repeated(VarCharVector keys, int row, long millis) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "Key \"" + text(keys.get(row)) + "\" has two rows at " + new EventTime(millis));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}

package io.azof.storage.maintain;

import io.azof.storage.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** What the rows of one data file have in common, gathered batch by batch in their order. */
final class RowSummary {
  private long rows;
  private long deletes;
  private byte @Nullable [] minKey;
  private byte @Nullable [] maxKey;
  private byte @Nullable [] lastKey;
  private long lastMillis;
  private long minMillis = Long.MAX_VALUE;
  private long maxMillis = Long.MIN_VALUE;
  private long minSequence = Long.MAX_VALUE;
  private long maxSequence = Long.MIN_VALUE;
  private boolean hasNulls;
  private boolean keysRepeat;
  private @Nullable String incomplete;
  private @Nullable String unsorted;
  private @Nullable String keysUnsorted;
  private @Nullable String repeated;
  private @Nullable String deleteWithValues;

  /** Adds a batch with the columns of the format by their names; all others are values. */
  void add(VectorSchemaRoot batch) {
    VarCharVector keys = (VarCharVector) batch.getVector(TableSchema.KEY);
    TimeStampMilliTZVector times = (TimeStampMilliTZVector) batch.getVector(TableSchema.EVENT_TIME);
    FieldVector sequences = batch.getVector(TableSchema.SEQUENCE);
    FieldVector deleted = batch.getVector(TableSchema.DELETED);
    if (keys.getNullCount() + times.getNullCount() > 0) {
      incomplete = "has a row without a key or event time";
      rows += batch.getRowCount();
      return;
    }
    addTimes(times, batch.getRowCount());
    addKeys(keys, times, batch.getRowCount());
    if (sequences instanceof BigIntVector integers) {
      addSequences(integers);
    }
    addValues(batch, deleted instanceof BitVector flags ? Optional.of(flags) : Optional.empty());
    rows += batch.getRowCount();
  }

  private void addTimes(TimeStampMilliTZVector times, int count) {
    for (int row = 0; row < count; row++) {
      long millis = times.get(row);
      minMillis = Math.min(minMillis, millis);
      maxMillis = Math.max(maxMillis, millis);
    }
  }

  private void addKeys(VarCharVector keys, TimeStampMilliTZVector times, int count) {
    int least = 0;
    int greatest = 0;
    for (int row = 0; row < count; row++) {
      if (rows + row > 0) {
        int order = row == 0 ? compare(keys, 0, lastKey) : compare(keys, row, row - 1);
        long before = row == 0 ? lastMillis : times.get(row - 1);
        compareToLast(order, before, keys, row, times.get(row));
      }
      least = compare(keys, row, least) < 0 ? row : least;
      greatest = compare(keys, row, greatest) > 0 ? row : greatest;
    }
    minKey = minKey == null || compare(keys, least, minKey) < 0 ? keys.get(least) : minKey;
    maxKey = maxKey == null || compare(keys, greatest, maxKey) > 0 ? keys.get(greatest) : maxKey;
    lastKey = keys.get(count - 1);
    lastMillis = times.get(count - 1);
  }

  private void compareToLast(int order, long before, VarCharVector keys, int row, long millis) {
    keysRepeat |= order == 0;
    if (order < 0 && keysUnsorted == null) {
      keysUnsorted =
          "has row "
              + (rows + row + 1)
              + ", of key \""
              + text(keys.get(row))
              + "\", after a greater key";
    }
    if (order == 0 && millis > before && unsorted == null) {
      unsorted =
          "has an older row of key \"" + text(keys.get(row)) + "\" before row " + (rows + row + 1);
    }
    if (order == 0 && millis == before && repeated == null) {
      repeated =
          "has two rows of key \""
              + text(keys.get(row))
              + "\" at "
              + new io.azof.storage.model.EventTime(millis);
    }
  }

  private void addSequences(BigIntVector sequences) {
    if (sequences.getNullCount() > 0) {
      incomplete = "has a row without a sequence";
      return;
    }
    for (int row = 0; row < sequences.getValueCount(); row++) {
      minSequence = Math.min(minSequence, sequences.get(row));
      maxSequence = Math.max(maxSequence, sequences.get(row));
    }
  }

  private void addValues(VectorSchemaRoot batch, Optional<BitVector> deleted) {
    List<FieldVector> values =
        batch.getFieldVectors().stream().filter(vector -> isValue(vector.getName())).toList();
    if (deleted.isEmpty() || deleted.get().getNullCount() > 0) {
      hasNulls |= values.stream().anyMatch(vector -> vector.getNullCount() > 0);
      incomplete = deleted.isEmpty() ? incomplete : "has a row that may or may not be a delete";
      return;
    }
    for (int row = 0; row < batch.getRowCount(); row++) {
      boolean isDelete = deleted.get().get(row) != 0;
      deletes += isDelete ? 1 : 0;
      for (FieldVector vector : values) {
        boolean isNull = vector.isNull(row);
        hasNulls |= isNull && !isDelete;
        if (isDelete && !isNull && deleteWithValues == null) {
          deleteWithValues = "has a delete with a value in row " + (rows + row + 1);
        }
      }
    }
  }

  private static boolean isValue(String name) {
    return !name.equals(TableSchema.KEY)
        && !name.equals(TableSchema.EVENT_TIME)
        && !name.equals(TableSchema.SEQUENCE)
        && !name.equals(TableSchema.DELETED);
  }

  private static int compare(VarCharVector keys, int row, int other) {
    ArrowBuf bytes = keys.getDataBuffer();
    return ByteFunctionHelpers.compare(
        bytes,
        keys.getStartOffset(row),
        keys.getEndOffset(row),
        bytes,
        keys.getStartOffset(other),
        keys.getEndOffset(other));
  }

  private static int compare(VarCharVector keys, int row, byte @Nullable [] other) {
    byte[] bytes = other == null ? new byte[0] : other;
    return ByteFunctionHelpers.compare(
        keys.getDataBuffer(),
        keys.getStartOffset(row),
        keys.getEndOffset(row),
        bytes,
        0,
        bytes.length);
  }

  private static String text(byte @Nullable [] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

  long rows() {
    return rows;
  }

  long deletes() {
    return deletes;
  }

  String minKey() {
    return text(minKey);
  }

  String maxKey() {
    return text(maxKey);
  }

  long minMillis() {
    return minMillis;
  }

  long maxMillis() {
    return maxMillis;
  }

  long minSequence() {
    return minSequence;
  }

  long maxSequence() {
    return maxSequence;
  }

  boolean hasNulls() {
    return hasNulls;
  }

  /** Whether some key stands in two rows that follow each other. */
  boolean keysRepeat() {
    return keysRepeat;
  }

  /** That a row lacks what every row must have; the rest of a sentence. */
  Optional<String> incomplete() {
    return Optional.ofNullable(incomplete);
  }

  /** Where keys do not ascend. */
  Optional<String> keysUnsorted() {
    return Optional.ofNullable(keysUnsorted);
  }

  /** Where the rows of a key do not descend in time. */
  Optional<String> timesUnsorted() {
    return Optional.ofNullable(unsorted);
  }

  /** Which key and event time two rows have that follow each other. */
  Optional<String> repeated() {
    return Optional.ofNullable(repeated);
  }

  /** Which delete has values. */
  Optional<String> deleteWithValues() {
    return Optional.ofNullable(deleteWithValues);
  }
}

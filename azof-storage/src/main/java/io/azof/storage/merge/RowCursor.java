package io.azof.storage.merge;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A place in the rows of one source: on one that takes part. It holds the rows to their order. */
final class RowCursor implements AutoCloseable {
  private final MergeSource source;
  private final int rank;
  private final SourceRows rows;
  private final BufferAllocator allocator;
  private final Consumer<SourceBatch> whenLeft;
  private @Nullable SourceBatch current;
  private int row;

  private boolean keyChanged;

  /** Whether the last group was of another key than the one before. */
  private boolean isAtNewKey;

  /**
   * @param rank its place among the sources; the lower wins a tie
   * @param whenLeft gets each batch when the cursor has left it, and closes it
   */
  RowCursor(
      MergeSource source, int rank, BufferAllocator allocator, Consumer<SourceBatch> whenLeft) {
    this.source = source;
    this.rank = rank;
    this.rows = source.opening().openRows(allocator);
    this.allocator = allocator;
    this.whenLeft = whenLeft;
  }

  /** Goes to the first row; false when there is none. */
  boolean start() {
    boolean found = load();
    while (found && !takesPart()) {
      found = step();
    }
    return found;
  }

  /** Goes on to the first row after those of the current one's group; false at the end. */
  boolean nextGroup(MergeRule rule) {
    long millis = batch().millis(row);
    boolean sameKey = true;
    do {
      if (!step()) {
        return false;
      }
      sameKey &= !keyChanged;
    } while (!takesPart()
        || (sameKey && (rule == MergeRule.NEWEST || batch().millis(row) == millis)));
    isAtNewKey = !sameKey;
    return true;
  }

  boolean emits() {
    return source.emits();
  }

  SourceBatch batch() {
    if (current == null) {
      throw new IllegalStateException("the cursor of " + source.label() + " is on no row");
    }
    return current;
  }

  int row() {
    return row;
  }

  /** Whether the group is of another key than the one before. */
  boolean isAtNewKey() {
    return isAtNewKey;
  }

  /** The order of the keys. */
  int compareKeys(RowCursor other) {
    return batch().compareKeys(row, other.batch(), other.row);
  }

  /** The order of two groups of which that of their keys is known. */
  int compareGroups(int keyOrder, RowCursor other, MergeRule rule) {
    return keyOrder != 0 || rule == MergeRule.NEWEST ? keyOrder : compareTimes(other);
  }

  /** The order of two groups: of the keys, then, where each version counts, of the times. */
  int compareGroups(RowCursor other, MergeRule rule) {
    return compareGroups(compareKeys(other), other, rule);
  }

  /** The order of two rows of one key: the winner first. */
  int compareVersions(RowCursor other) {
    int order = compareTimes(other);
    if (order == 0) {
      order = Long.compare(other.batch().sequence(other.row), batch().sequence(row));
    }
    return order == 0 ? Integer.compare(rank, other.rank) : order;
  }

  /** Newest first. */
  private int compareTimes(RowCursor other) {
    return Long.compare(other.batch().millis(other.row), batch().millis(row));
  }

  private boolean takesPart() {
    long millis = batch().millis(row);
    return millis >= source.minMillis() && millis <= source.maxMillis();
  }

  /** Goes on to the next row, whether it takes part or not; false at the end. */
  private boolean step() {
    SourceBatch batch = batch();
    if (row + 1 < batch.rows()) {
      int order = batch.compareKeys(row, batch, row + 1);
      if (order > 0 || (order == 0 && batch.millis(row + 1) > batch.millis(row))) {
        throw outOfOrder(batch.key(row), batch.key(row + 1));
      }
      row++;
      keyChanged = order != 0;
      return true;
    }
    byte[] lastKey = batch.key(row);
    long lastMillis = batch.millis(row);
    if (!load()) {
      return false;
    }
    int order = batch().compareKey(lastKey, 0);
    if (order > 0 || (order == 0 && batch().millis(0) > lastMillis)) {
      throw outOfOrder(lastKey, batch().key(0));
    }
    keyChanged = order != 0;
    return true;
  }

  private AzofException outOfOrder(byte[] first, byte[] second) {
    return new AzofException(
        ErrorCode.DATA_FILE_CORRUPT,
        "Cannot read "
            + source.label()
            + ": its rows are not sorted by key and time; key \""
            + new String(second, StandardCharsets.UTF_8)
            + "\" comes after key \""
            + new String(first, StandardCharsets.UTF_8)
            + "\"");
  }

  private boolean load() {
    leave();
    if (!rows.next()) {
      return false;
    }
    current = SourceBatch.openTaking(rows.root(), source, allocator);
    row = 0;
    return true;
  }

  private void leave() {
    SourceBatch left = current;
    current = null;
    if (left != null) {
      whenLeft.accept(left);
    }
  }

  @Override
  public void close() {
    try {
      leave();
    } finally {
      rows.close();
    }
  }
}

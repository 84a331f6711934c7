package io.azof.storage.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * For each key the winning row, by {@link Precedence}, among those that were added. An
 * open-addressing hash table over the key bytes of the held batches, with a filter of a few bits
 * per key before it, since most keys that are looked up are not there. No object per row; what
 * belongs together lies in one cache line.
 */
final class WinnerTable implements AutoCloseable {
  private static final int NONE = -1;
  private static final int FILTER_BITS_PER_SLOT = 8;
  private static final int ENTRIES_MIN = 512;
  private static final int BLOCK_ROWS = 128;
  private static final int ENTRIES_AT_START_MAX = 1 << 20;

  private final List<HeldBatch> batches = new ArrayList<>();

  /** Per slot the upper half of a hash, and below it the number of the entry plus one, or zero. */
  private long[] slots;

  private long[] filter;
  private int size;
  private long[] hashes;

  /** Per entry two words: its batch and row, and its event time. */
  private long[] entries;

  /** Entries that a row outside of the table has beaten. */
  private final BitSet beaten = new BitSet();

  private final long[] blockHashes = new long[BLOCK_ROWS];
  private final int[] blockEntries = new int[BLOCK_ROWS];

  /** What {@link #warm} has read, so that its loads are not optimised away. */
  @SuppressWarnings("UnusedVariable")
  private long warmed;

  /**
   * @param expectedRows how many rows will be added, about; more may come
   */
  WinnerTable(long expectedRows) {
    int capacity =
        Integer.highestOneBit(
            (int) Math.min(ENTRIES_AT_START_MAX, Math.max(ENTRIES_MIN, expectedRows * 2 - 1)));
    allocate(capacity);
    hashes = new long[capacity];
    entries = new long[capacity * 2];
  }

  /** Adds all rows of a batch at or before the bound; the table closes the batch. */
  void add(HeldBatch batch, long boundMillis) {
    batches.add(batch);
    long batchBits = (long) (batches.size() - 1) << Integer.SIZE;
    Keys keys = batch.keys();
    for (int start = 0; start < batch.rows(); start += BLOCK_ROWS) {
      int rows = Math.min(BLOCK_ROWS, batch.rows() - start);
      for (int i = 0; i < rows; i++) {
        blockHashes[i] = keys.hash(start + i);
      }
      warm(blockHashes, rows);
      for (int i = 0; i < rows; i++) {
        int row = start + i;
        long time = batch.eventTimes().millis(row);
        if (time <= boundMillis) {
          add(batchBits | row, time, batch, blockHashes[i]);
        }
      }
    }
  }

  private void add(long location, long time, HeldBatch batch, long hash) {
    int entry = find(hash, batch.keys(), (int) location);
    if (entry == NONE) {
      insert(hash, location, time);
    } else if (isNewer(time, batch.sequence((int) location), batch.rank(), entry)) {
      entries[2 * entry] = location;
      entries[2 * entry + 1] = time;
    }
  }

  /**
   * Reads what lookups of these hashes will read, level by level. The loads of one level do not
   * wait for each other, so the processor overlaps their cache misses; in a lookup each load waits
   * for the one before. It changes nothing.
   */
  void warm(long[] hashes, int count) {
    int mask = slots.length - 1;
    int found = 0;
    for (int i = 0; i < count; i++) {
      long slot = slots[(int) hashes[i] & mask];
      blockEntries[found] = (int) slot - 1;
      found += slot != 0 && (slot ^ hashes[i]) >>> Integer.SIZE == 0 ? 1 : 0;
    }
    for (int i = 0; i < found; i++) {
      warmed += entries[2 * blockEntries[i]];
    }
    for (int i = 0; i < found; i++) {
      int entry = blockEntries[i];
      warmed += batches.get(batchOf(entry)).keys().length(rowOf(entry));
    }
  }

  /**
   * Lets a row outside of the table compete with the winner of its key. The loser is gone: either
   * the answer is true, or the table's own winner is beaten.
   *
   * @return whether the table holds a row that wins over it
   */
  boolean beats(Keys keys, int row, long hash, long eventTimeMillis, long sequence, int rank) {
    int entry = find(hash, keys, row);
    if (entry == NONE) {
      return false;
    }
    if (isNewer(eventTimeMillis, sequence, rank, entry)) {
      beaten.set(entry);
      return false;
    }
    return true;
  }

  /** The most hashes that {@link #warm} takes at once. */
  static int blockRows() {
    return BLOCK_ROWS;
  }

  /** Whether a key of this hash may be in the table; no answer but false is certain. */
  boolean mayHold(long hash) {
    long bit = filterBit(hash);
    return (filter[(int) (bit >> 6)] & (1L << bit)) != 0;
  }

  /** The batches that were added, in that order. */
  List<HeldBatch> batches() {
    return batches;
  }

  /** Chooses the rows that won and were not beaten. */
  void chooseWinners() {
    for (int entry = 0; entry < size; entry++) {
      if (!beaten.get(entry)) {
        batches.get(batchOf(entry)).choose(rowOf(entry));
      }
    }
  }

  private boolean isNewer(long eventTimeMillis, long sequence, int rank, int entry) {
    long winnerMillis = entries[2 * entry + 1];
    return eventTimeMillis == winnerMillis
        ? batches.get(batchOf(entry)).isBeatenBy(rowOf(entry), eventTimeMillis, sequence, rank)
        : eventTimeMillis > winnerMillis;
  }

  private int batchOf(int entry) {
    return (int) (entries[2 * entry] >>> Integer.SIZE);
  }

  private int rowOf(int entry) {
    return (int) entries[2 * entry];
  }

  private int find(long hash, Keys keys, int row) {
    if (!mayHold(hash)) {
      return NONE;
    }
    int mask = slots.length - 1;
    int tag = (int) (hash >>> Integer.SIZE);
    for (int slot = (int) hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      if ((int) (slots[slot] >>> Integer.SIZE) == tag) {
        int entry = (int) slots[slot] - 1;
        if (keys.sameAs(row, batches.get(batchOf(entry)).keys(), rowOf(entry))) {
          return entry;
        }
      }
    }
    return NONE;
  }

  private void insert(long hash, long location, long eventTimeMillis) {
    if (size == hashes.length) {
      grow();
    }
    int entry = size++;
    hashes[entry] = hash;
    entries[2 * entry] = location;
    entries[2 * entry + 1] = eventTimeMillis;
    place(entry);
  }

  private void place(int entry) {
    long hash = hashes[entry];
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = (hash >>> Integer.SIZE << Integer.SIZE) | (entry + 1);
    long bit = filterBit(hash);
    filter[(int) (bit >> 6)] |= 1L << bit;
  }

  private void grow() {
    int capacity = Math.multiplyExact(hashes.length, 2);
    hashes = Arrays.copyOf(hashes, capacity);
    entries = Arrays.copyOf(entries, Math.multiplyExact(capacity, 2));
    allocate(capacity);
    for (int entry = 0; entry < size; entry++) {
      place(entry);
    }
  }

  private void allocate(int capacity) {
    slots = new long[Math.multiplyExact(capacity, 2)];
    filter = new long[(int) (((long) slots.length * FILTER_BITS_PER_SLOT) >> 6)];
  }

  /** From the middle of the hash, so that it says something else than slot and tag. */
  private long filterBit(long hash) {
    return (hash >>> 20) & (((long) filter.length << 6) - 1);
  }

  @Override
  public void close() {
    batches.forEach(HeldBatch::close);
    batches.clear();
  }
}

package io.azof.storage.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * For each key the winning row among those that were added: the greatest event time, of equal ones
 * the lowest rank, then the row that was added first. An open-addressing hash table over the key
 * bytes of the held batches, with a filter of a few bits per key before it, since most keys that
 * are looked up are not there.
 */
final class WinnerTable implements AutoCloseable {
  private static final int NONE = -1;
  private static final int FILTER_BITS_PER_SLOT = 8;

  private final List<HeldBatch> batches = new ArrayList<>();

  /** Per slot the number of its entry plus one, or zero. */
  private int[] slots = new int[1 << 10];

  private long[] filter = new long[(slots.length * FILTER_BITS_PER_SLOT) >> 6];
  private int size;
  private long[] hashes = new long[slots.length / 2];
  private long[] eventTimes = new long[slots.length / 2];
  private int[] batchOf = new int[slots.length / 2];
  private int[] rowOf = new int[slots.length / 2];

  /** Entries that a row outside of the table has beaten. */
  private final BitSet beaten = new BitSet();

  /** Adds all rows of a batch at or before the bound; the table closes the batch. */
  void add(HeldBatch batch, long boundMillis) {
    batches.add(batch);
    int batchIndex = batches.size() - 1;
    Keys keys = batch.keys();
    for (int row = 0; row < batch.rows(); row++) {
      long time = batch.eventTimeMillis(row);
      if (time > boundMillis) {
        continue;
      }
      long hash = keys.hash(row);
      int entry = find(hash, keys, row);
      if (entry == NONE) {
        insert(hash, time, batchIndex, row);
      } else if (isNewer(time, batch.rank(), entry)) {
        eventTimes[entry] = time;
        batchOf[entry] = batchIndex;
        rowOf[entry] = row;
      }
    }
  }

  /**
   * Lets a row outside of the table compete with the winner of its key. The loser is gone: either
   * the answer is true, or the table's own winner is beaten.
   *
   * @return whether the table holds a row that wins over it
   */
  boolean beats(Keys keys, int row, long hash, long eventTimeMillis, int rank) {
    int entry = find(hash, keys, row);
    if (entry == NONE) {
      return false;
    }
    if (isNewer(eventTimeMillis, rank, entry)) {
      beaten.set(entry);
      return false;
    }
    return true;
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

  /** For each batch the rows that won and were not beaten. */
  List<BitSet> winners() {
    List<BitSet> winners = new ArrayList<>();
    batches.forEach(batch -> winners.add(new BitSet(batch.rows())));
    for (int entry = 0; entry < size; entry++) {
      if (!beaten.get(entry)) {
        winners.get(batchOf[entry]).set(rowOf[entry]);
      }
    }
    return winners;
  }

  private boolean isNewer(long eventTimeMillis, int rank, int entry) {
    return eventTimeMillis > eventTimes[entry]
        || (eventTimeMillis == eventTimes[entry] && rank < batches.get(batchOf[entry]).rank());
  }

  private int find(long hash, Keys keys, int row) {
    if (!mayHold(hash)) {
      return NONE;
    }
    int mask = slots.length - 1;
    for (int slot = (int) hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      int entry = slots[slot] - 1;
      if (hashes[entry] == hash
          && keys.sameAs(row, batches.get(batchOf[entry]).keys(), rowOf[entry])) {
        return entry;
      }
    }
    return NONE;
  }

  private void insert(long hash, long eventTimeMillis, int batch, int row) {
    if (size == hashes.length) {
      grow();
    }
    int entry = size++;
    hashes[entry] = hash;
    eventTimes[entry] = eventTimeMillis;
    batchOf[entry] = batch;
    rowOf[entry] = row;
    place(entry);
  }

  private void place(int entry) {
    int mask = slots.length - 1;
    int slot = (int) hashes[entry] & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = entry + 1;
    long bit = filterBit(hashes[entry]);
    filter[(int) (bit >> 6)] |= 1L << bit;
  }

  private void grow() {
    int capacity = Math.multiplyExact(hashes.length, 2);
    hashes = Arrays.copyOf(hashes, capacity);
    eventTimes = Arrays.copyOf(eventTimes, capacity);
    batchOf = Arrays.copyOf(batchOf, capacity);
    rowOf = Arrays.copyOf(rowOf, capacity);
    slots = new int[Math.multiplyExact(capacity, 2)];
    filter = new long[(int) (((long) slots.length * FILTER_BITS_PER_SLOT) >> 6)];
    for (int entry = 0; entry < size; entry++) {
      place(entry);
    }
  }

  /** From the upper half of the hash, of which slots use the lower. */
  private long filterBit(long hash) {
    return (hash >>> 32) & (((long) filter.length << 6) - 1);
  }

  @Override
  public void close() {
    batches.forEach(HeldBatch::close);
    batches.clear();
  }
}

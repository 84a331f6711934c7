package io.azof.storage.scan;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A merge by the hashes of the keys, which needs no order. */
final class HashMerge implements Merge {
  private final WinnerTable winners;
  private final RowChoice choice;
  private final BufferAllocator allocator;
  private final long boundMillis;

  /**
   * @param expectedRows how many rows will be held, about
   * @param repeated the keys that may stand in the base more than once; their rows are held
   */
  HashMerge(long expectedRows, RepeatedKeys repeated, long boundMillis, BufferAllocator allocator) {
    this.winners = new WinnerTable(expectedRows);
    this.choice = new RowChoice(winners, repeated, boundMillis);
    this.allocator = allocator;
    this.boundMillis = boundMillis;
  }

  @Override
  public void hold(HeldBatch batch, int file) {
    winners.add(batch, boundMillis);
  }

  @Override
  public RowRuns choose(VectorSchemaRoot batch, StreamedBase base) {
    if (base.promisesUniqueKeys()) {
      base.order().require(base.keys(batch), batch.getRowCount());
    }
    choice.choose(batch, base);
    if (choice.diverted().rows() > 0) {
      winners.add(
          HeldBatch.openCopy(batch, choice.diverted(), base.file(), allocator), boundMillis);
    }
    return choice.kept();
  }

  @Override
  public List<HeldBatch> remaining() {
    winners.chooseWinners();
    return winners.batches();
  }

  @Override
  public void close() {
    winners.close();
  }
}

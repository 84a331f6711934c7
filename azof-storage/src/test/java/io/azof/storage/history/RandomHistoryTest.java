package io.azof.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/**
 * Random histories against {@link TableModel}. A failure says how to repeat it: {@code
 * -Dazof.seed=S -Dazof.histories=1}.
 */
final class RandomHistoryTest {
  private static final int HISTORIES = Integer.getInteger("azof.histories", 500);
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int STEPS = 10;
  private static final int MOMENTS = 3;

  @Test
  void whateverIsDoneToATableEveryVersionAtEveryTimeIsWhatItsRowsSay() {
    System.out.println("random histories from -Dazof.seed=" + SEED + ", " + HISTORIES + " of them");
    int seenByVersion1 =
        LongStream.range(SEED, SEED + HISTORIES)
            .parallel()
            .mapToInt(RandomHistoryTest::requireRight)
            .sum();
    System.out.println(seenByVersion1 + " of the states were read by version 1 of the format too");
    assertThat(HISTORIES < 50 || seenByVersion1 > 0).as("whether it reads any").isTrue();
  }

  /**
   * @return how many states a reader of version 1 of the format saw as well
   */
  private static int requireRight(long seed) {
    MemoryObjectStore store = new MemoryObjectStore();
    store.createIfAbsent("here/too", new byte[0]);
    try (RootAllocator allocator = new RootAllocator();
        HistoryRun run = new HistoryRun(seed, store, allocator)) {
      try {
        run.create();
        for (int i = 0; i < STEPS; i++) {
          run.step();
          run.requireRight(MOMENTS);
        }
        run.requireSound();
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "-Dazof.seed=" + seed + " -Dazof.histories=1\n" + String.join("\n", run.steps()), e);
      }
      assertThat(allocator.getAllocatedMemory()).as("memory kept by %s", seed).isZero();
      return run.seenByVersion1();
    }
  }
}

package io.azof.storage.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.storage.Lakehouse;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.RandomTable;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Operation;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Committer;
import io.azof.storage.snapshot.Draft;
import io.azof.storage.snapshot.StoreSelfTest;
import io.azof.storage.write.TableWriter;
import io.azof.storage.write.WriteSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables of version 1 that a careful writer would not write, with files in any order that hold keys
 * and times twice, after an append made them version 2. A failure is repeated with {@code
 * -Dazof.seed=S -Dazof.tables=1}.
 */
final class UpgradedTablesTest {
  private static final int TABLES = Integer.getInteger("azof.tables", 100);
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());

  /** Spreads neighbouring seeds, which {@link Random} would answer nearly alike. */
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private static final Map<String, String> EAGER =
      Map.of(
          "compaction.delta-files-max", "1",
          "compaction.delta-bytes", "1",
          "compaction.late-files-max", "0",
          "compaction.era-rows-min", "1",
          "compaction.base-ratio", "0.2");

  @TempDir private Path folder;

  @Test
  void whatTheyAnswerStaysTheSame() throws IOException {
    System.out.println("upgraded tables to compact from -Dazof.seed=" + SEED);
    assertThat(compacted(SEED, TABLES)).containsKeys("MergeDeltas", "CloseEra");
  }

  /** Version 1 said of a delta without rows that it is from before its segment. */
  @Test
  void aDeltaThatIsSaidToStartBeforeItsSegmentKeepsTheEraOpen() throws IOException {
    assertThat(compacted(77_675_214_494_239L, 1)).doesNotContainKey("CloseEra");
  }

  /** Compacts tables, and gives the number of steps that it took, by their kinds. */
  private Map<String, Integer> compacted(long first, int tables) throws IOException {
    Map<String, Integer> steps = new HashMap<>();
    ObjectStore store = new LocalObjectStore(folder);
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(store)) {
      for (long seed = first; seed < first + tables; seed++) {
        Random random = new Random(seed * GOLDEN_GAMMA);
        RandomTable table = new RandomTable(random, random.nextBoolean());
        String name = "t" + seed;
        table.write(new LakehouseFixture(folder), name);
        if (!append(lakehouse, name, table, random, allocator)) {
          continue;
        }
        setProperties(store, name);
        List<AsOf> moments = table.moments(12);
        Map<AsOf, List<String>> before = states(lakehouse, name, moments, allocator);
        for (CompactionPlan plan : lakehouse.compactor().compact(name, allocator)) {
          plan.steps().forEach(s -> steps.merge(s.getClass().getSimpleName(), 1, Integer::sum));
        }
        assertThat(states(lakehouse, name, moments, allocator))
            .as("-Dazof.seed=%s", seed)
            .isEqualTo(before);
      }
    }
    return steps;
  }

  /** Some rows at times that matter; false for a table that cannot be written to. */
  private static boolean append(
      Lakehouse lakehouse,
      String name,
      RandomTable table,
      Random random,
      BufferAllocator allocator) {
    for (int commit = 0; commit < 2; commit++) {
      try (TableWriter writer = lakehouse.openWriter(name, allocator)) {
        for (AsOf moment : table.moments(6)) {
          if (moment instanceof AsOf.At at && random.nextBoolean()) {
            writer.put("k" + random.nextInt(5), at.time(), Map.of("id", (long) commit));
          } else if (moment instanceof AsOf.At at) {
            writer.delete("k" + random.nextInt(5), at.time());
          }
        }
        writer.put("new", new EventTime(1_000 + commit), Map.of("id", 7L));
        writer.commit();
      } catch (AzofException e) {
        return false; // what it declares of itself is too wrong
      }
    }
    return true;
  }

  private static Map<AsOf, List<String>> states(
      Lakehouse lakehouse, String name, List<AsOf> moments, BufferAllocator allocator)
      throws IOException {
    Map<AsOf, List<String>> states = new LinkedHashMap<>();
    for (AsOf asOf : moments) {
      try (ArrowReader rows = lakehouse.table(name).scan().asOf(asOf).openReader(allocator)) {
        states.put(asOf, Rows.sorted(Rows.read(rows)));
      }
    }
    return states;
  }

  private static void setProperties(ObjectStore store, String name) {
    WriteSettings writing = WriteSettings.ofThisMachine();
    new Committer(
            store,
            new StoreSelfTest(store, writing.ids()),
            writing.clock(),
            writing.ids(),
            writing.pause())
        .commit(
            name,
            current ->
                new Change.Prepared() {
                  @Override
                  public Draft draft(long version) {
                    Draft same = Draft.of(current, current.segments(), Operation.ALTER, Map.of());
                    return new Draft(
                        same.schema(),
                        same.segments(),
                        EAGER,
                        same.eventTimeFloor(),
                        same.retainedFrom(),
                        same.operation(),
                        same.summary());
                  }

                  @Override
                  public void discard() {
                    // it wrote nothing
                  }
                });
  }
}

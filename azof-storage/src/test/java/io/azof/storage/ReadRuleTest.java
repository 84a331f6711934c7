package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.RandomSelection;
import io.azof.storage.fixture.RandomTable;
import io.azof.storage.fixture.ReadRule;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.RowSelection;
import io.azof.storage.scan.ScanPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random tables against {@link ReadRule}. A failure says how to repeat it: {@code -Dazof.seed=S
 * -Dazof.tables=1}.
 */
final class ReadRuleTest {
  private static final int TABLES = Integer.getInteger("azof.tables", 1_000);
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int MOMENTS = 5;

  @ParameterizedTest(name = "files promise the order of their keys: {0}")
  @ValueSource(booleans = {false, true})
  void theNewestRowOfEachKeyAtOrBeforeTheAskedTimeWins(boolean ordered, @TempDir Path folder)
      throws Exception {
    int tables = (TABLES + 1) / 2;
    long firstSeed = SEED + (ordered && TABLES > 1 ? tables : 0);
    Map<String, Integer> merges = new TreeMap<>();
    System.out.println("random tables from -Dazof.seed=" + firstSeed + ", " + tables + " of them");
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString());
        RootAllocator allocator = new RootAllocator()) {
      for (int i = 0; i < tables; i++) {
        long seed = firstSeed + i;
        RandomTable table = new RandomTable(new Random(scattered(seed)), ordered);
        String name = "t" + seed;
        table.write(new LakehouseFixture(folder), name);
        Random random = new Random(scattered(seed) + 1);
        for (AsOf asOf : table.moments(MOMENTS)) {
          TableScan scan = lakehouse.table(name).scan().asOf(asOf);
          requireRight(scan, table, seed, allocator);
          if (random.nextInt(MOMENTS) == 0) {
            requireWanted(scan, table, random, allocator);
          }
          merges.merge(merge(scan.plan()), 1, Integer::sum);
        }
        assertThat(allocator.getAllocatedMemory()).as("memory kept by table %s", name).isZero();
      }
    }
    if (tables > 100) {
      assertThat(merges.getOrDefault(ordered ? "by key order" : "by key hash", 0))
          .as("of %s", merges)
          .isGreaterThan(tables);
      assertThat(merges.getOrDefault("by key order, held rows always win", 0))
          .as("of %s", merges)
          .isGreaterThan(ordered ? tables / 10 : -1);
    }
  }

  /** The first numbers that a Random gives for neighbouring seeds are nearly the same. */
  private static long scattered(long seed) {
    return seed * 0x9E37_79B9_7F4A_7C15L;
  }

  private static String merge(ScanPlan plan) {
    return plan.toString()
        .lines()
        .filter(line -> line.startsWith("  merge: "))
        .findFirst()
        .map(line -> line.substring("  merge: ".length()))
        .orElse("none");
  }

  private static void requireRight(
      TableScan all, RandomTable table, long seed, RootAllocator allocator) throws Exception {
    List<String> columns = table.projection();
    TableScan scan = all.select(columns);
    Supplier<String> repeat =
        () -> "-Dazof.seed=" + seed + " -Dazof.tables=1, columns " + columns + ", " + scan.plan();
    List<List<@Nullable Object>> expected =
        projected(ReadRule.state(table.snapshot(), table.rows(), all.asOf()), all, columns);
    try (ArrowReader reader = scan.openReader(allocator)) {
      List<List<@Nullable Object>> found = Rows.read(reader);
      assertThat(reader.getVectorSchemaRoot().getSchema().getFields())
          .extracting(Field::getName)
          .isEqualTo(columns);
      assertThat(Rows.sorted(found)).as(repeat).isEqualTo(Rows.sorted(expected));
    } catch (RuntimeException e) {
      throw new AssertionError(repeat.get(), e);
    }
  }

  /** Of some rows that are asked for, none is missing and none is another. */
  private static void requireWanted(
      TableScan all, RandomTable table, Random random, RootAllocator allocator) throws Exception {
    List<List<@Nullable Object>> state = ReadRule.state(table.snapshot(), table.rows(), all.asOf());
    List<String> keys = state.stream().map(row -> (String) row.get(0)).toList();
    List<Long> times = state.stream().map(row -> (Long) row.get(1)).toList();
    RowSelection wanted = new RandomSelection(random, keys, times).next();
    TableScan scan = all.where(wanted);
    try (ArrowReader reader = scan.openReader(allocator)) {
      assertThat(Rows.sorted(RandomSelection.counted(wanted, Rows.read(reader))))
          .as(() -> scan.plan().toString())
          .isEqualTo(Rows.sorted(RandomSelection.taken(wanted, state)));
    }
  }

  private static List<List<@Nullable Object>> projected(
      List<List<@Nullable Object>> rows, TableScan scan, List<String> columns) {
    List<String> names = scan.snapshot().schema().columnNames();
    List<Integer> positions = columns.stream().map(names::indexOf).toList();
    List<List<@Nullable Object>> projected = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      List<@Nullable Object> values = new ArrayList<>();
      positions.forEach(position -> values.add(row.get(position)));
      projected.add(values);
    }
    return projected;
  }
}

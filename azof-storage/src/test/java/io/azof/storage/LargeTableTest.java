package io.azof.storage;

import static io.azof.storage.fixture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.RowNumberOracle;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.fixture.Tree;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.parquet.KeyOrder;
import io.azof.storage.parquet.ParquetFileWriter;
import io.azof.storage.parquet.RowOrder;
import io.azof.storage.scan.FileRead;
import io.azof.storage.scan.PathFile;
import io.azof.storage.scan.ScanPlan;
import io.azof.storage.scan.SegmentPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables of many batches and row groups against {@link RowNumberOracle}: each in another shape, and
 * the plan shows that the shape is met. A failure is repeated with {@code -Dazof.seed=S}.
 */
final class LargeTableTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int BASE_ROWS = 100_000;
  private static final int DELTA_ROWS = 20_000;
  private static final int SPAN_MILLIS = 1_000_000;
  private static final AsOf MIDWAY = AsOf.at(new EventTime(SPAN_MILLIS / 2));

  private final Random random = new Random(SEED);
  private final BufferAllocator allocator = new RootAllocator();
  @TempDir private Path folder;
  @TempDir private Path spill;
  private RowNumberOracle oracle;
  private Lakehouse lakehouse;
  private SmallTable table;

  @BeforeEach
  void open() {
    System.out.println("large tables: -Dazof.seed=" + SEED);
    table = new SmallTable(new LakehouseFixture(folder));
    lakehouse = Lakehouse.open(folder.toString());
    oracle = new RowNumberOracle(spill, folder);
  }

  @AfterEach
  void close() {
    oracle.close();
    lakehouse.close();
    allocator.close();
  }

  @Test
  void aBaseThatPromisesUniqueKeysIsStreamedAroundItsChanges() throws Exception {
    List<List<@Nullable Object>> base = rows(2 * BASE_ROWS, 0);
    base.sort(LargeTableTest::byKey);
    // Changes of neighbours, so that batches without any pass as they are.
    List<List<@Nullable Object>> delta = new ArrayList<>();
    for (int i = 0; i < DELTA_ROWS / 2; i++) {
      delta.add(row(base.get(i * 2).get(0), SPAN_MILLIS + (long) i, (long) -i, "changed"));
      delta.add(row("new-" + i, SPAN_MILLIS + (long) i, null, null));
    }
    table.base(file(base).rowGroupRows(80_000).uniqueKeys());
    table.delta(file(delta).rowGroupRows(3_000));
    ScanPlan plan = requireRight(AsOf.LATEST);
    assertThat(plan.streamed().orElseThrow().keyOrder()).isEqualTo(KeyOrder.UNIQUE);
    List<Integer> batches = batchRows(AsOf.LATEST);
    int whole = Collections.max(batches);
    assertThat(batches).filteredOn(count -> count == whole).hasSizeGreaterThan(1);
    assertThat(batches).anyMatch(count -> count < whole / 2);
    assertThat(requireRight(AsOf.at(new EventTime(SPAN_MILLIS + 2_000))).held())
        .allMatch(read -> read.filter().hasEnd())
        .allMatch(read -> read.skippedRowGroups() > 0);
  }

  @Test
  void filesThatPromiseTheirOrderAreMergedInIt() throws Exception {
    List<List<@Nullable Object>> base = rows(2 * BASE_ROWS, 0);
    base.sort(LargeTableTest::byKey);
    table.base(file(base).rowGroupRows(80_000).uniqueKeys());
    List<String> names = List.of("a", "b", "c", "d");
    writeDeltas(names);
    for (String name : names) {
      List<List<@Nullable Object>> delta = rows(DELTA_ROWS, 3 * DELTA_ROWS * names.indexOf(name));
      delta.addAll(rows(BASE_ROWS, 2 * BASE_ROWS - DELTA_ROWS));
      delta.sort(LargeTableTest::byKey);
      write(name, file(delta).rowGroupRows(30_000).ascendingKeys());
    }
    ScanPlan plan = requireRight(AsOf.LATEST);
    assertThat(plan.isInKeyOrder()).isTrue();
    assertThat(plan.isStreamedOldest()).isFalse();
    assertThat(requireRight(MIDWAY).isInKeyOrder()).isTrue();
    table.base(file(base).uniqueKeys().withoutStatistics());
    assertThat(requireRight(MIDWAY).streamed().orElseThrow().filter().hasEnd()).isFalse();
  }

  @Test
  void theEventTimesOfABaseThatIsOlderAreNotNeeded() throws Exception {
    List<List<@Nullable Object>> base = rows(2 * BASE_ROWS, 0);
    base.sort(LargeTableTest::byKey);
    base.forEach(row -> row.set(1, 0L));
    table.base(file(base).rowGroupRows(80_000).uniqueKeys());
    List<List<@Nullable Object>> delta = rows(DELTA_ROWS, 2 * BASE_ROWS - DELTA_ROWS / 2);
    for (boolean ordered : List.of(false, true)) {
      delta.sort(LargeTableTest::byKey);
      table.delta(ordered ? file(delta).ascendingKeys() : file(delta));
      for (AsOf asOf : List.of(AsOf.LATEST, MIDWAY)) {
        ScanPlan plan = requireRight(asOf);
        assertThat(plan.isInKeyOrder()).isEqualTo(ordered);
        assertThat(plan.isStreamedOldest()).isTrue();
        List<List<@Nullable Object>> all = read(asOf);
        assertThat(Rows.sorted(read(asOf, List.of("s", "n"))))
            .isEqualTo(Rows.sorted(all.stream().map(row -> row(row.get(3), row.get(2))).toList()));
      }
    }
  }

  private void writeDeltas(List<String> names) {
    Tree tree = Tree.segment("base").base();
    names.forEach(name -> tree.delta(name, 0, SPAN_MILLIS));
    new LakehouseFixture(folder)
        .table("t", Tree.snapshot(SmallTable.SNAPSHOT.schema().columns(), tree));
    lakehouse.close();
    lakehouse = Lakehouse.open(folder.toString());
  }

  private void write(String delta, ParquetFixture content) {
    new LakehouseFixture(folder).file("t", delta + ".parquet", content.bytes());
  }

  @Test
  void aBaseThatHoldsKeysRepeatedlyGivesEachOnce() throws Exception {
    List<List<@Nullable Object>> base = rows(BASE_ROWS, 0);
    base.addAll(rows(BASE_ROWS / 20, 0));
    Collections.shuffle(base, random);
    table.base(file(base).rowGroupRows(30_000));
    table.delta(file(rows(DELTA_ROWS, BASE_ROWS / 2)).rowGroupRows(5_000));
    ScanPlan plan = requireRight(AsOf.LATEST);
    assertThat(plan.streamed().orElseThrow().keyOrder()).isEqualTo(KeyOrder.UNKNOWN);
    assertThat(requireRight(MIDWAY).streamed().orElseThrow().filter().hasEnd()).isTrue();
  }

  @Test
  void rowGroupsAfterTheAskedTimeAreSkipped() throws Exception {
    List<List<@Nullable Object>> base = rows(BASE_ROWS, 0);
    base.sort(Comparator.comparing(row -> (Long) row.get(1)));
    List<List<@Nullable Object>> delta = rows(DELTA_ROWS, BASE_ROWS - DELTA_ROWS / 2);
    delta.sort(Comparator.comparing(row -> (Long) row.get(1), Comparator.reverseOrder()));
    table.base(file(base).rowGroupRows(10_000));
    table.delta(file(delta).rowGroupRows(1_000));
    ScanPlan plan = requireRight(MIDWAY);
    assertThat(plan.streamed().orElseThrow().skippedRowGroups()).isBetween(3, 6);
    assertThat(plan.held().get(0).skippedRowGroups()).isBetween(8, 11);
    assertThat(plan.streamed().orElseThrow().certainRows()).isPositive();
  }

  @Test
  void aFileWithoutStatisticsIsFilteredRowByRow() throws Exception {
    table.base(file(rows(BASE_ROWS, 0)).withoutStatistics());
    table.delta(file(rows(DELTA_ROWS, 0)).withoutStatistics());
    FileRead base = requireRight(MIDWAY).streamed().orElseThrow();
    assertThat(base.filtered()).isTrue();
    assertThat(base.filter().hasEnd()).isFalse();
  }

  @Test
  void whatTheDeltaAddsComesInBatchesOfItsOwn() throws Exception {
    table.base(file(rows(1_000, 0)));
    table.delta(file(rows(BASE_ROWS, 500)).rowGroupRows(45_000));
    requireRight(AsOf.LATEST);
    requireRight(MIDWAY);
    assertThat(batchRows(AsOf.LATEST)).hasSizeGreaterThan(3);
  }

  @Test
  void deltasAloneAreAState() throws Exception {
    table.base(file(List.of()));
    List<List<@Nullable Object>> delta = rows(BASE_ROWS, 0);
    delta.addAll(rows(BASE_ROWS, 0));
    Collections.shuffle(delta, random);
    table.delta(file(delta).rowGroupRows(70_000));
    assertThat(requireRight(AsOf.LATEST).streamed()).isEmpty();
    requireRight(MIDWAY);
  }

  @Test
  void aStateWrittenAsABaseIsTheSameState() throws Exception {
    table.base(file(rows(BASE_ROWS, 0)).rowGroupRows(25_000));
    table.delta(file(rows(DELTA_ROWS, BASE_ROWS - DELTA_ROWS / 2)));
    List<List<@Nullable Object>> before = read(MIDWAY);
    Path target = folder.resolve("t/folded.parquet");
    try (DuckDb duckDb = DuckDb.open(new DuckDbSettings(256L << 20, 2, spill, List.of(folder)))) {
      new ParquetFileWriter(duckDb, 20_480)
          .write(
              allocator,
              memory -> lakehouse.table("t").scan().asOf(MIDWAY).openReader(memory),
              RowOrder.SORTED_UNIQUE_KEYS,
              target,
              false);
    }
    lakehouse.close();
    Files.move(target, folder.resolve("t/base.parquet"), StandardCopyOption.REPLACE_EXISTING);
    table.delta(file(List.of()));
    lakehouse = Lakehouse.open(folder.toString());
    assertThat(Rows.sorted(read(AsOf.LATEST))).isEqualTo(Rows.sorted(before));
    assertThat(requireRight(AsOf.LATEST).streamed().orElseThrow().keyOrder())
        .isEqualTo(KeyOrder.UNIQUE);
  }

  private ScanPlan requireRight(AsOf asOf) throws Exception {
    TableScan scan = lakehouse.table("t").scan().asOf(asOf);
    List<Path> files =
        SegmentPath.of(scan.snapshot(), asOf).files().stream()
            .map(PathFile::name)
            .map(name -> folder.resolve("t").resolve(name))
            .toList();
    List<List<@Nullable Object>> expected = oracle.state(scan.snapshot().schema(), files, asOf);
    assertThat(Rows.sorted(read(asOf)).equals(Rows.sorted(expected)))
        .as("-Dazof.seed=%s, %s", SEED, scan.plan())
        .isTrue();
    return scan.plan();
  }

  private List<List<@Nullable Object>> read(AsOf asOf) throws Exception {
    return read(asOf, lakehouse.table("t").snapshot().schema().columnNames());
  }

  private List<List<@Nullable Object>> read(AsOf asOf, List<String> columns) throws Exception {
    try (ArrowReader reader =
        lakehouse.table("t").scan().asOf(asOf).select(columns).openReader(allocator)) {
      return Rows.read(reader);
    }
  }

  private List<Integer> batchRows(AsOf asOf) throws Exception {
    List<Integer> counts = new ArrayList<>();
    try (ArrowReader reader = lakehouse.table("t").scan().asOf(asOf).openReader(allocator)) {
      while (reader.loadNextBatch()) {
        counts.add(reader.getVectorSchemaRoot().getRowCount());
      }
    }
    return counts;
  }

  /** One row for each of the keys from the given one on, in no order. */
  private List<List<@Nullable Object>> rows(int count, int firstKey) {
    List<List<@Nullable Object>> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(
          row(
              "key-" + (firstKey + i),
              (long) random.nextInt(SPAN_MILLIS),
              random.nextInt(10) == 0 ? null : random.nextLong(),
              random.nextInt(10) == 0 ? null : "v".repeat(random.nextInt(20))));
    }
    Collections.shuffle(rows, random);
    return rows;
  }

  private static ParquetFixture file(List<List<@Nullable Object>> rows) {
    return ParquetFixture.of(SmallTable.COLUMNS, rows);
  }

  private static int byKey(List<@Nullable Object> a, List<@Nullable Object> b) {
    return Arrays.compareUnsigned(
        String.valueOf(a.get(0)).getBytes(StandardCharsets.UTF_8),
        String.valueOf(b.get(0)).getBytes(StandardCharsets.UTF_8));
  }
}

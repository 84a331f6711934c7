package io.azof.storage;

import static io.azof.storage.fixture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files that promise an order of their keys and do not keep it. */
final class FalsePromiseTest extends DataFileFault {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int BATCH_ROWS = 65_536;

  private final ParquetFixture sortedDelta =
      ParquetFixture.of(SmallTable.COLUMNS, rows(18, "k10", "k11", "k8", "k8", "k9"));

  @Test
  void truePromisesAreNoFaults() {
    table.base(ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows()).uniqueKeys());
    table.delta(sortedDelta.ascendingKeys());
    assertThat(read(AsOf.LATEST)).hasSize(12);
  }

  @Test
  void aDeltaWhoseKeysDoNotAscendIsRefused() {
    table.base(ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows()).uniqueKeys());
    table.delta(ParquetFixture.of(SmallTable.COLUMNS, SmallTable.deltaRows()).ascendingKeys());
    for (AsOf asOf : List.of(AsOf.LATEST, AT_20)) {
      fails(
          asOf,
          ErrorCode.DATA_FILE_CORRUPT,
          "Cannot read data file \"t/d.parquet\": it promises azof.key_order = ascending, but holds"
              + " key \"k9\" before key \"k10\"");
    }
    assertThat(Rows.sorted(read(AT_5))).isEqualTo(truth(AT_5));
  }

  @Test
  void aDeltaOfUniqueKeysThatHoldsOneTwiceIsRefused() {
    table.base(ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows()).uniqueKeys());
    table.delta(sortedDelta.uniqueKeys());
    assertThat(thrown(AsOf.LATEST))
        .hasMessageContaining("unique, but holds key \"k8\" before key \"k8\"");
  }

  @Test
  void aDeltaThatPromisesNothingNeedsNoOrder() {
    table.base(ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows()).uniqueKeys());
    assertThat(Rows.sorted(read(AsOf.LATEST))).isEqualTo(truth(AsOf.LATEST));
  }

  @Test
  void aBaseOfUniqueKeysThatAreNotIsRefusedWhateverTheDeltaPromises() {
    for (ParquetFixture delta :
        List.of(sortedDelta.ascendingKeys(), ParquetFixture.of(SmallTable.COLUMNS, rows(9, "k")))) {
      table.delta(delta);
      refusesBase("\"k3\" before key \"k2\"", "k1", "k3", "k2", "k4");
      refusesBase("\"k2\" before key \"k2\"", "k1", "k2", "k2", "k4");
      refusesBase("\"k2\" before key \"k\"", "k1", "k2", "k", "k4");
      refusesBase("\"k1\" before key \"a\"", "k1", "a", "k4");
      refusesBase("\"k4\" before key \"k3\"", "k2", "k4", "k3");
      refusesBase("\"k1\" before key \"\"", "k1", "", "k4");
    }
  }

  @Test
  void aKeyBeyondTheLastOfABatchIsFoundOut() {
    table.delta(sortedDelta.ascendingKeys());
    refusesBase("\"z\" before key \"k2\"", "k1", "z", "k2", "k4");
  }

  private void refusesBase(String what, String... keys) {
    table.base(ParquetFixture.of(SmallTable.COLUMNS, rows(0, keys)).uniqueKeys());
    fails(
        AsOf.LATEST,
        ErrorCode.DATA_FILE_CORRUPT,
        "Cannot read data file \"t/base.parquet\": it promises azof.key_order = unique, but holds"
            + " key "
            + what);
  }

  @Test
  void batchesAreComparedWithTheOneBefore() {
    String[] keys = new String[BATCH_ROWS + 100];
    Arrays.setAll(keys, i -> String.format(Locale.ROOT, "key-%06d", i));
    keys[BATCH_ROWS] = keys[BATCH_ROWS - 1];
    table.delta(sortedDelta.ascendingKeys());
    refusesBase("\"key-065535\" before key \"key-065535\"", keys);
    table.base(ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows()).uniqueKeys());
    keys[BATCH_ROWS] = "key-000000";
    table.delta(ParquetFixture.of(SmallTable.COLUMNS, rows(20, keys)).ascendingKeys());
    assertThat(thrown(AsOf.LATEST))
        .hasMessageContaining("\"key-065535\" before key \"key-000000\"");
  }

  @Test
  void eachOrderButTheRightOneIsFoundOut() {
    Random random = new Random(SEED);
    for (int i = 0; i < 300; i++) {
      List<String> keys = keys(random);
      List<String> sorted = new ArrayList<>(keys);
      sorted.sort(FalsePromiseTest::compare);
      table.delta(ParquetFixture.of(SmallTable.COLUMNS, rows(20, "\u0001", "a1")).ascendingKeys());
      table.base(
          ParquetFixture.of(SmallTable.COLUMNS, rows(0, keys.toArray(String[]::new))).uniqueKeys());
      Set<String> state = new HashSet<>(keys);
      state.addAll(List.of("\u0001", "a1"));
      if (keys.equals(sorted)) {
        assertThat(read(AsOf.LATEST)).as("-Dazof.seed=%s", SEED).hasSize(state.size());
      } else {
        assertThatThrownBy(() -> read(AsOf.LATEST))
            .as("-Dazof.seed=%s: %s", SEED, keys)
            .isInstanceOf(AzofException.class)
            .hasMessageContaining("it promises azof.key_order = unique, but holds key");
      }
    }
  }

  /** Some different keys, in order but for a few. */
  private static List<String> keys(Random random) {
    Set<String> drawn = new HashSet<>();
    String head = "h".repeat(random.nextInt(12));
    int count = 2 + random.nextInt(8);
    while (drawn.size() < count) {
      String tail = Integer.toString(random.nextInt(1 << (4 * random.nextInt(8))), 36);
      drawn.add(random.nextInt(8) == 0 ? tail : head + tail + "\0".repeat(random.nextInt(2)));
    }
    List<String> keys = new ArrayList<>(drawn);
    keys.sort(FalsePromiseTest::compare);
    for (int i = random.nextInt(3); i > 0; i--) {
      Collections.swap(keys, random.nextInt(count), random.nextInt(count));
    }
    return keys;
  }

  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /** One row per key, at the given time and those after it. */
  private static List<List<@Nullable Object>> rows(long firstMillis, String... keys) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String key : keys) {
      rows.add(row(key, firstMillis + rows.size() % 5, (long) rows.size(), "value of " + key));
    }
    return rows;
  }
}

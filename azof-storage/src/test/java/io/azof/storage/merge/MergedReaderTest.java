package io.azof.storage.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.storage.fixture.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A failure is repeated with {@code -Dazof.seed=S}. */
final class MergedReaderTest {
  private static final int MERGES = 500;
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());

  private final BufferAllocator allocator = new RootAllocator();
  private long deletesFromMillis = Long.MIN_VALUE;

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  static LongStream seeds() {
    System.out.println("random merges from -Dazof.seed=" + SEED);
    return LongStream.of(SEED);
  }

  /** What takes part of a source, and whether it is shown. */
  private record Source(
      List<VersionRow> rows, long sequence, long minMillis, long maxMillis, boolean emits) {}

  @ParameterizedTest
  @MethodSource("seeds")
  void aMergeIsWhatSortingAllRowsAndTakingTheFirstOfEachGroupGives(long firstSeed)
      throws IOException {
    for (long seed = firstSeed; seed < firstSeed + MERGES; seed++) {
      Random random = new Random(seed);
      MergeRule rule = List.of(MergeRule.values()).get(random.nextInt(2));
      List<Source> sources = randomSources(random);
      int batchRows = 1 + random.nextInt(7);
      deletesFromMillis = random.nextBoolean() ? Long.MIN_VALUE : random.nextInt(6) - 3;
      assertThat(merged(sources, rule, batchRows))
          .as("-Dazof.seed=%s", seed)
          .isEqualTo(expected(sources, rule));
    }
  }

  @Test
  void noSourceGivesNoRow() throws IOException {
    assertThat(merged(List.of(), MergeRule.NEWEST, 1)).isEmpty();
    assertThat(merged(List.of(all(List.of())), MergeRule.NEWEST, 1)).isEmpty();
  }

  @Test
  void manyRowsComeInSeveralBatches() throws IOException {
    List<VersionRow> base = new ArrayList<>();
    List<VersionRow> delta = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      String key = String.format(java.util.Locale.ROOT, "key-%07d", i);
      base.add(new VersionRow(key, 0, 1, false, "base", true));
      if (i % 10 == 3) {
        delta.add(new VersionRow(key, 5, 2, i % 20 == 3, i % 20 == 3 ? null : "delta", false));
      }
    }
    List<List<@Nullable Object>> rows =
        merged(List.of(all(delta), all(base)), MergeRule.NEWEST, 10_000);
    assertThat(rows).hasSize(100_000);
    assertThat(rows.stream().filter(row -> "delta".equals(row.get(2)))).hasSize(5_000);
    assertThat(rows.stream().filter(row -> Boolean.TRUE.equals(row.get(5)))).hasSize(5_000);
  }

  @Test
  void aSourceThatIsNotSortedIsRefusedWithItsName() {
    VersionRow a = new VersionRow("a", 1, 1, false, "x", true);
    VersionRow newer = new VersionRow("a", 2, 1, false, "x", true);
    VersionRow b = new VersionRow("b", 1, 1, false, "x", true);
    for (int batchRows = 1; batchRows <= 2; batchRows++) {
      int rows = batchRows;
      assertThatThrownBy(() -> merged(List.of(all(List.of(b, a))), MergeRule.NEWEST, rows))
          .isInstanceOf(AzofException.class)
          .hasMessage(
              "Cannot read source 0: its rows are not sorted by key and time; key \"a\" comes"
                  + " after key \"b\"");
      assertThatThrownBy(() -> merged(List.of(all(List.of(a, newer))), MergeRule.NEWEST, rows))
          .isInstanceOf(AzofException.class);
    }
  }

  @Test
  void aMergeThatIsClosedEarlyGivesAllMemoryBack() throws IOException {
    VersionRow a = new VersionRow("a", 1, 1, false, "x", true);
    VersionRow b = new VersionRow("b", 1, 1, false, "x", true);
    try (MergedReader reader = open(List.of(all(List.of(a, b))), MergeRule.NEWEST, 1)) {
      reader.getVectorSchemaRoot();
    }
    try (MergedReader reader = open(List.of(all(List.of(a, b))), MergeRule.NEWEST, 1)) {
      assertThat(reader.loadNextBatch()).isTrue();
    }
  }

  private static Source all(List<VersionRow> rows) {
    return new Source(rows, -1, Long.MIN_VALUE, Long.MAX_VALUE, true);
  }

  private MergedReader open(List<Source> sources, MergeRule rule, int batchRows) {
    List<MergeSource> opened = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      opened.add(
          new MergeSource(
              "source " + i,
              child -> new ListedRows(source.rows, batchRows, source.sequence < 0, child),
              source.sequence,
              source.minMillis,
              source.maxMillis,
              source.emits));
    }
    return MergedReader.open(opened, rule, deletesFromMillis, ListedRows.schema(true), allocator);
  }

  private List<List<@Nullable Object>> merged(List<Source> sources, MergeRule rule, int batchRows)
      throws IOException {
    try (MergedReader reader = open(sources, rule, batchRows)) {
      return Rows.read(reader);
    }
  }

  private List<List<@Nullable Object>> expected(List<Source> sources, MergeRule rule) {
    List<VersionRow> all = new ArrayList<>();
    IdentityHashMap<VersionRow, Boolean> emitted = new IdentityHashMap<>();
    for (Source source : sources) {
      for (VersionRow row : source.rows) {
        if (row.millis() >= source.minMillis && row.millis() <= source.maxMillis) {
          all.add(row);
          emitted.put(row, source.emits);
        }
      }
    }
    all.sort(VersionRow.FILE_ORDER); // stable: the first source first
    Map<List<Object>, VersionRow> winners = new LinkedHashMap<>();
    for (VersionRow row : all) {
      winners.putIfAbsent(
          rule == MergeRule.NEWEST ? List.of(row.key()) : List.of(row.key(), row.millis()), row);
    }
    return winners.values().stream()
        .filter(emitted::get)
        .filter(row -> !row.deleted() || row.millis() >= deletesFromMillis)
        .<List<@Nullable Object>>map(
            row ->
                Arrays.asList(
                    row.key(),
                    row.millis(),
                    row.text(),
                    row.deleted() ? null : row.flag(),
                    row.sequence(),
                    row.deleted()))
        .toList();
  }

  private static List<Source> randomSources(Random random) {
    List<Source> sources = new ArrayList<>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      long sequence = random.nextBoolean() ? -1 : 1 + random.nextInt(4);
      List<VersionRow> rows = new ArrayList<>();
      for (int j = random.nextInt(30); j > 0; j--) {
        boolean deleted = sequence < 0 && random.nextInt(4) == 0;
        rows.add(
            new VersionRow(
                List.of("", "a", "a\u0000", "é", "\uD83D\uDE00", "zz").get(random.nextInt(6)),
                random.nextInt(8) - 4,
                sequence < 0 ? random.nextInt(5) : sequence,
                deleted,
                deleted || random.nextInt(5) == 0 ? null : i + "-" + j,
                random.nextBoolean()));
      }
      rows.sort(VersionRow.FILE_ORDER);
      if (random.nextBoolean()) { // as Azof's files are: one row of a key and event time
        Map<List<Object>, VersionRow> first = new LinkedHashMap<>();
        rows.forEach(row -> first.putIfAbsent(List.of(row.key(), row.millis()), row));
        rows = new ArrayList<>(first.values());
      }
      boolean bounded = random.nextInt(3) == 0;
      sources.add(
          new Source(
              rows,
              sequence,
              bounded ? -2 : Long.MIN_VALUE,
              bounded ? 2 : Long.MAX_VALUE,
              random.nextInt(4) > 0));
    }
    Collections.shuffle(sources, random);
    return sources;
  }
}

package io.azof.storage.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.storage.Lakehouse;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.merge.VersionRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.snapshot.RetryPause;
import io.azof.storage.write.TableWriter;
import io.azof.storage.write.WriteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compactions of tables on disk. A failure is repeated with {@code -Dazof.seed=S}. */
final class CompactorTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final TableSchema SCHEMA =
      new TableSchema(List.of(new Column("text", ColumnType.STRING, true)));
  private static final Map<String, String> EAGER =
      Map.of(
          "compaction.delta-files-max", "2",
          "compaction.late-files-max", "1",
          "compaction.era-rows-min", "20",
          "compaction.base-ratio", "0.7");

  @TempDir private Path folder;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  @Test
  void aTableOnDiskAnswersAfterEveryCompactionAsItDidBefore() {
    System.out.println("tables to compact from -Dazof.seed=" + SEED);
    Map<String, Integer> steps = new HashMap<>();
    for (long seed = SEED; seed < SEED + 3; seed++) {
      Random random = new Random(seed);
      try (Lakehouse lakehouse = open(folder, "a" + seed)) {
        String table = "t" + seed;
        lakehouse.createTable(table, SCHEMA, EAGER);
        List<VersionRow> model = new ArrayList<>();
        for (int commit = 1; commit <= 12; commit++) {
          model.addAll(write(lakehouse, table, random, commit * 10));
          long version = lakehouse.table(table).version();
          for (CompactionPlan plan : lakehouse.compactor().compact(table, allocator)) {
            plan.steps().forEach(s -> steps.merge(s.getClass().getSimpleName(), 1, Integer::sum));
          }
          assertThat(lakehouse.compactor().plan(table).isEmpty()).isTrue();
          Snapshot snapshot = lakehouse.table(table).snapshot();
          requireAnswers(table, snapshot, model, "-Dazof.seed=" + seed);
          if (snapshot.version() > version) {
            assertThat(Objects.requireNonNull(snapshot.lineage()).operation())
                .isEqualTo(Operation.COMPACT);
          }
        }
      }
    }
    assertThat(steps).containsKeys("MergeDeltas", "FoldLateRows", "CloseEra");
  }

  @Test
  void aTableWithAPolicyThatMakesNoSenseIsNotMade() {
    try (Lakehouse lakehouse = open(folder, "a")) {
      assertThatThrownBy(
              () -> lakehouse.createTable("t", SCHEMA, Map.of("compaction.base-ratio", "none")))
          .isInstanceOf(AzofException.class)
          .hasMessageContaining("compaction.base-ratio");
      assertThat(lakehouse.tableNames()).isEmpty();
    }
  }

  @Test
  void compactingTheSameRowsTwiceGivesTheSameBytes() {
    List<List<String>> checksums = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      try (Lakehouse lakehouse = open(folder.resolve(name), name)) {
        lakehouse.createTable("t", SCHEMA, EAGER);
        Random random = new Random(5);
        for (int commit = 1; commit <= 8; commit++) {
          write(lakehouse, "t", random, commit * 10);
        }
        lakehouse.compactor().compact("t", allocator);
        checksums.add(
            lakehouse
                .table("t")
                .snapshot()
                .files()
                .map(DataFile::facts)
                .flatMap(Stream::ofNullable)
                .map(facts -> facts.rows() + " " + facts.crc32c())
                .toList());
      }
    }
    assertThat(checksums.get(0)).isNotEmpty().isEqualTo(checksums.get(1));
  }

  private void requireAnswers(
      String table, Snapshot snapshot, List<VersionRow> model, String name) {
    try (FileCache cache =
        new FileCache(new LocalObjectStore(folder), FileCacheSettings.defaults())) {
      StoredState stored = new StoredState(table, snapshot, cache, allocator);
      List<AsOf> times = new ArrayList<>(List.of(AsOf.LATEST));
      for (long millis = -5; millis < 160; millis++) {
        times.add(AsOf.at(new EventTime(millis)));
      }
      for (AsOf asOf : times) {
        Map<String, VersionRow> winners = new LinkedHashMap<>();
        for (VersionRow row : model) {
          if (row.millis() <= asOf.boundMillis()) {
            winners.merge(row.key(), row, (a, b) -> MemoryTable.isNewer(b, a) ? b : a);
          }
        }
        List<List<@Nullable Object>> expected = MemoryTable.shown(winners);
        assertThat(stored.state(asOf)).as("%s, as of %s", name, asOf).isEqualTo(expected);
      }
    }
  }

  /** Commits some rows of about that time, some late. */
  private List<VersionRow> write(Lakehouse lakehouse, String table, Random random, int now) {
    long sequence = lakehouse.table(table).version() + 1;
    Map<List<Object>, VersionRow> rows = new LinkedHashMap<>();
    try (TableWriter writer = lakehouse.openWriter(table, allocator)) {
      for (int i = 0; i < 8; i++) {
        String key = "k" + random.nextInt(9);
        long millis = random.nextInt(4) == 0 ? random.nextInt(now) : now + random.nextInt(9);
        boolean deleted = random.nextInt(6) == 0;
        String text = deleted || random.nextInt(9) == 0 ? null : now + "-" + i;
        VersionRow row = new VersionRow(key, millis, sequence, deleted, text, false);
        if (deleted) {
          writer.delete(key, new EventTime(millis));
        } else {
          writer.put(key, new EventTime(millis), Collections.singletonMap("text", text));
        }
        rows.put(List.of(key, millis), row);
      }
      writer.commit();
    }
    return List.copyOf(rows.values());
  }

  private static Lakehouse open(Path folder, String ids) {
    AtomicLong id = new AtomicLong();
    WriteSettings writing =
        new WriteSettings(
            () -> Instant.parse("2024-01-01T00:00:00Z"),
            () -> ids + "-" + id.incrementAndGet(),
            RetryPause.NONE,
            256L << 20,
            2);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Lakehouse.open(new LocalObjectStore(folder), writing);
  }
}

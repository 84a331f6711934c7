package io.azof.storage.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.merge.VersionRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compactions of every kind, between commits of every kind, against a list of all rows. A failure
 * is repeated with {@code -Dazof.seed=S -Dazof.histories=1}.
 */
final class CompactionLawsTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int HISTORIES = Integer.getInteger("azof.histories", 200);

  /** Rounds after which a table to which nobody appends is compacted. */
  private static final int QUIET_ROUNDS_MAX = 10;

  /** Spreads neighbouring seeds: those of {@link Random} begin alike. */
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  static LongStream seeds() {
    System.out.println("compactions from -Dazof.seed=" + SEED + ", " + HISTORIES + " histories");
    return LongStream.of(SEED);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noCompactionChangesAnAnswerAndAfterTheLastThereIsNothingToDo(long firstSeed) {
    Map<String, Integer> steps = new HashMap<>();
    for (long seed = firstSeed; seed < firstSeed + HISTORIES; seed++) {
      new History(new Random(seed * SCATTER), "-Dazof.seed=" + seed).run(steps);
    }
    if (HISTORIES >= 100) {
      assertThat(steps.keySet())
          .containsExactlyInAnyOrder("MergeDeltas", "FoldLateRows", "RewriteBase", "CloseEra");
    }
  }

  private final class History {
    private final Random random;
    private final String name;
    private final MemoryTable table = new MemoryTable(allocator);
    private final List<VersionRow> model = new ArrayList<>();
    private final CompactionPolicy policy;
    private long now;

    History(Random random, String name) {
      this.random = random;
      this.name = name;
      this.policy =
          new CompactionPolicy(
              0.3 + random.nextDouble(),
              1 + random.nextInt(4),
              MemoryTable.ROW_BYTES * (2 + random.nextInt(20)),
              random.nextDouble() / 2,
              random.nextInt(4),
              1 + random.nextInt(12));
    }

    void run(Map<String, Integer> steps) {
      for (int commit = 5 + random.nextInt(25); commit > 0; commit--) {
        append();
        if (random.nextInt(10) == 0) {
          table.raiseFloor(now - random.nextInt(20));
        }
        if (random.nextInt(3) == 0) {
          compact(steps);
        }
        requireAnswers("after a commit");
      }
    }

    private void append() {
      now += random.nextInt(10);
      List<VersionRow> rows = new ArrayList<>();
      Map<List<Object>, Boolean> seen = new HashMap<>();
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        long millis = Math.max(eventTime(), table.floorMillis());
        String key = "k" + random.nextInt(6);
        if (seen.put(List.of(key, millis), true) == null) {
          boolean deleted = random.nextInt(5) == 0;
          String text = deleted ? null : "v" + model.size() + "-" + i;
          rows.add(new VersionRow(key, millis, table.nextVersion(), deleted, text, true));
        }
      }
      table.commitAt(now);
      table.append(rows);
      model.addAll(rows);
    }

    /** Mostly about now, sometimes long ago, sometimes in the future, often just as another. */
    private long eventTime() {
      int kind = random.nextInt(10);
      if (kind < 3 && !model.isEmpty()) {
        return model.get(random.nextInt(model.size())).millis();
      }
      if (kind < 5) {
        return now - random.nextInt((int) now + 5);
      }
      return kind == 5 ? now + random.nextInt(20) : now - random.nextInt(3);
    }

    /** Until there is nothing to do; others may append meanwhile, and so bring new work. */
    private void compact(Map<String, Integer> steps) {
      int quietRounds = 0;
      while (quietRounds <= QUIET_ROUNDS_MAX) {
        CompactionPlan plan = CompactionPlanner.plan(table.snapshot(), policy, table.measures());
        if (plan.isEmpty()) {
          return;
        }
        plan.steps().forEach(step -> steps.merge(step.getClass().getSimpleName(), 1, Integer::sum));
        boolean isQuiet = random.nextInt(3) != 0;
        table.carryOut(plan, isQuiet ? () -> {} : this::append);
        quietRounds = isQuiet ? quietRounds + 1 : 0;
        requireAnswers("after " + plan);
      }
      throw new AssertionError(name + ": there is always something to compact");
    }

    private void requireAnswers(String when) {
      requireLayout(when);
      for (int i = 0; i < 8; i++) {
        requireAnswer(AsOf.at(new EventTime(random.nextInt((int) now + 25) - 3)), when);
      }
      requireAnswer(AsOf.LATEST, when);
      for (Segment segment : table.roots().get(0).children()) {
        requireAnswer(AsOf.at(segment.range().start()), when);
        requireAnswer(AsOf.at(new EventTime(segment.range().start().epochMillis() - 1)), when);
      }
    }

    /** What the answers alone do not show: bases hold no more than they should, patches too. */
    private void requireLayout(String when) {
      Segment root = table.roots().get(0);
      assertThat(LatePlanner.tiling(root)).as(name).isEqualTo(root.children());
      for (Segment era : root.children()) {
        long start = SegmentTree.startMillis(era);
        Map<String, VersionRow> base = new HashMap<>();
        if (era.base() != null) {
          for (VersionRow row : table.rows(era.base().name())) {
            assertThat(row.millis()).as(name).isLessThan(start);
            assertThat(base.put(row.key(), row)).as(name).isNull();
          }
        }
        List<DeltaFile> patches = SegmentTree.patches(era);
        assertThat(patches).as(name).hasSizeLessThanOrEqualTo(1);
        for (DeltaFile patch : patches) {
          for (VersionRow row : table.rows(patch.name())) {
            assertThat(row.millis()).as(name).isLessThan(start);
            VersionRow old = base.put(row.key(), row);
            assertThat(old == null || MemoryTable.isNewer(row, old)).as(when).isTrue();
          }
        }
        for (DeltaFile delta : SegmentTree.happenings(era)) {
          for (VersionRow row : table.rows(delta.name())) {
            assertThat(era.range().covers(new EventTime(row.millis()))).as(name).isTrue();
          }
        }
      }
    }

    private void requireAnswer(AsOf asOf, String when) {
      if (asOf.boundMillis() < table.floorMillis()) {
        return;
      }
      Map<String, VersionRow> winners = new LinkedHashMap<>();
      for (VersionRow row : model) {
        if (row.millis() <= asOf.boundMillis()) {
          winners.merge(row.key(), row, (a, b) -> MemoryTable.isNewer(b, a) ? b : a);
        }
      }
      List<List<@Nullable Object>> expected = MemoryTable.shown(winners);
      assertThat(table.state(asOf))
          .as(() -> name + ", as of " + asOf + ", " + when + ": " + table.roots())
          .isEqualTo(expected);
    }
  }
}

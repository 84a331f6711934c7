package io.azof.storage.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.merge.VersionRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import io.azof.storage.model.TimeRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables that version 1 of the format made and version 2 goes on with: deep trees, gaps, bases of
 * what changed, files without facts, rows of one time that the order in the tree decides between.
 * No compaction changes what they answer. A failure is repeated with {@code -Dazof.seed=S
 * -Dazof.histories=1}.
 */
final class Version1LawsTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int HISTORIES = Integer.getInteger("azof.histories", 100);
  private static final int END = 100;
  private static final int ROUNDS_MAX = 30;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  static LongStream seeds() {
    System.out.println("upgraded tables from -Dazof.seed=" + SEED + ", " + HISTORIES);
    return LongStream.of(SEED);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noCompactionChangesAnAnswerOfAnUpgradedTable(long firstSeed) {
    Set<String> kinds = new TreeSet<>();
    for (long seed = firstSeed; seed < firstSeed + HISTORIES; seed++) {
      new Upgraded(new Random(seed), "-Dazof.seed=" + seed, kinds).run();
    }
    if (HISTORIES >= 100) {
      assertThat(kinds)
          .containsExactly(
              "CloseEra",
              "CloseEra of a path of several segments",
              "FoldLateRows",
              "FoldLateRows below the root",
              "FoldLateRows that leaves rows",
              "MergeDeltas",
              "RewriteBase");
    }
  }

  private static String kind(CompactionStep step, Segment root) {
    String kind = step.getClass().getSimpleName();
    if (step instanceof CloseEra close && close.path().size() > 1) {
      return kind + " of a path of several segments";
    }
    if (step instanceof FoldLateRows fold && fold.leavesRows()) {
      return kind + " that leaves rows";
    }
    return step instanceof FoldLateRows fold && !fold.parent().id().equals(root.id())
        ? kind + " below the root"
        : kind;
  }

  private final class Upgraded {
    private final Random random;
    private final String name;
    private final MemoryTable table = new MemoryTable(allocator);
    private final CompactionPolicy policy;
    private final Set<String> kinds;
    private int values;

    Upgraded(Random random, String name, Set<String> kinds) {
      this.kinds = kinds;
      this.random = random;
      this.name = name;
      this.policy =
          new CompactionPolicy(
              0.3 + random.nextDouble(),
              1 + random.nextInt(3),
              MemoryTable.ROW_BYTES * (2 + random.nextInt(20)),
              random.nextDouble() / 2,
              random.nextInt(3),
              1 + random.nextInt(12));
    }

    void run() {
      List<Segment> eras = children(0, Long.MAX_VALUE, 2, true);
      Segment root = table.roots().get(0).withChildren(eras);
      table.setRoots(List.of(root));
      for (int commit = 1 + random.nextInt(8); commit > 0; commit--) {
        table.commitAt(random.nextInt(END + 50));
        List<VersionRow> rows = rows(-10, END + 30, 6, table.nextVersion());
        table.append(rows);
        compact();
      }
    }

    private void compact() {
      Map<AsOf, List<List<@Nullable Object>>> before = answers();
      for (int round = 0; round < ROUNDS_MAX; round++) {
        CompactionPlan plan = CompactionPlanner.plan(table.snapshot(), policy, table.measures());
        if (plan.isEmpty()) {
          return;
        }
        plan.steps().forEach(step -> kinds.add(kind(step, table.roots().get(0))));
        table.carryOut(plan, () -> {});
        Map<AsOf, List<List<@Nullable Object>>> after = answers();
        before.forEach(
            (asOf, rows) ->
                assertThat(after.get(asOf))
                    .as(() -> name + ", as of " + asOf + ", " + plan + ": " + table.roots())
                    .isEqualTo(rows));
      }
      throw new AssertionError(name + ": there is always something to compact");
    }

    private Map<AsOf, List<List<@Nullable Object>>> answers() {
      Map<AsOf, List<List<@Nullable Object>>> answers = new LinkedHashMap<>();
      answers.put(AsOf.LATEST, table.state(AsOf.LATEST));
      for (int millis = -12; millis < END + 40; millis++) {
        AsOf asOf = AsOf.at(new EventTime(millis));
        answers.put(asOf, table.state(asOf));
      }
      return answers;
    }

    /** Segments one after the other, mostly without gaps; the last ends where it has to. */
    private List<Segment> children(long start, long end, int depth, boolean isOpen) {
      List<Segment> children = new ArrayList<>();
      int count = 1 + random.nextInt(3);
      long last = Math.min(end, END);
      long from = start;
      for (int i = 1; i <= count && from <= last; i++) {
        boolean isLast = i == count;
        long to = isLast ? last : from + random.nextInt((int) (last - from) / 2 + 1);
        if (isLast && random.nextInt(4) == 0) {
          to = from + random.nextInt((int) (last - from) + 1); // a gap, and not open
          isLast = isLast && !isOpen;
        }
        children.add(segment(from, to, depth, isLast && isOpen));
        from = to + 1 + (random.nextInt(4) == 0 ? random.nextInt(5) : 0);
      }
      return children;
    }

    private Segment segment(long start, long end, int depth, boolean isOpen) {
      TimeRange range = new TimeRange(new EventTime(start), isOpen ? null : new EventTime(end));
      DataFile base =
          random.nextInt(4) == 0 ? null : table.file(newest(rows(start - 20, start, 8, 0)), false);
      List<DeltaFile> deltas = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        long from = start + random.nextInt((int) (end - start) + 1);
        long to = from + random.nextInt((int) (end - from) + 1);
        deltas.add(
            new DeltaFile(
                table.file(rows(from, to, 5, 0), false),
                new TimeRange(new EventTime(from), new EventTime(to)),
                false));
      }
      List<Segment> children =
          depth == 0 || random.nextBoolean() ? List.of() : children(start, end, depth - 1, isOpen);
      return new Segment("s" + start + "-" + depth, range, base, deltas, children);
    }

    /** At least one row, of times from {@code start} to {@code end}. */
    private List<VersionRow> rows(long start, long end, int max, long sequence) {
      Map<List<Object>, VersionRow> rows = new LinkedHashMap<>();
      for (int i = 1 + random.nextInt(max); i > 0; i--) {
        String key = "k" + random.nextInt(5);
        long millis = start + random.nextInt((int) (end - start) + 1);
        boolean deleted = sequence > 0 && random.nextInt(5) == 0;
        String text = deleted ? null : "v" + values++;
        rows.put(List.of(key, millis), new VersionRow(key, millis, sequence, deleted, text, true));
      }
      return new ArrayList<>(rows.values());
    }

    private static List<VersionRow> newest(List<VersionRow> rows) {
      Map<String, VersionRow> newest = new LinkedHashMap<>();
      rows.forEach(
          row -> newest.merge(row.key(), row, (a, b) -> MemoryTable.isNewer(b, a) ? b : a));
      return new ArrayList<>(newest.values());
    }
  }
}

package io.azof.storage.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CompactionPlannerTest {
  private static final CompactionPolicy POLICY =
      new CompactionPolicy(1.0, 3, 1_000_000, 0.10, 2, 100);
  private static final FileMeasures NONE = new FileMeasures(Map.of());

  private final List<DeltaFile> late = new ArrayList<>();
  private final List<DeltaFile> deltas = new ArrayList<>();
  private long committedAtMillis = 1_000_000;
  private @Nullable EventTime floor;

  @Test
  void aTableBelowAllLimitsIsLeftAlone() {
    deltas.add(delta("d1", 99, 2_000, 2_100));
    CompactionPlan plan = plan();
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan)
        .hasToString(
            """
            compaction of version 7
              nothing to do
              now: 1299 rows in 3 files, 1.30 for each row written; the latest state reads 399 rows in 2 files, 1.33 for each of its base
            """);
  }

  @Test
  void theOpenEraIsClosedBehindItsNewestRowWhenAsManyRowsHaveComeAsItsBaseHas() {
    deltas.add(delta("d1", 200, 2_000, 2_100));
    deltas.add(delta("d2", 100, 2_050, 2_500));
    assertThat(plan())
        .hasToString(
            """
            compaction of version 7
              close era "new" before 1970-01-01T00:00:02.501Z and start another there with a full base: 300 rows since the last base, 2 deltas merged into one
              now: 1500 rows in 4 files, 1.25 for each row written; the latest state reads 600 rows in 3 files, 2.00 for each of its base
              then at most: 2100 rows in 4 files, 1.75 for each row written; the latest state reads 600 rows in 1 file, 1.00 for each of its base
            """);
  }

  @Test
  void theOnlyDeltaOfAnEraIsNotWrittenAnewWhenItIsClosed() {
    deltas.add(delta("d1", 300, 2_000, 2_100));
    CloseEra close = only(CloseEra.class);
    assertThat(close.mergesDeltas()).isFalse();
    assertThat(close.tasks()).hasSize(1);
  }

  @Test
  void anEraEndsNoLaterThanTheLastCommitAndRowsFromAfterItGoOn() {
    committedAtMillis = 2_300;
    deltas.add(delta("d1", 400, 2_000, 2_299));
    deltas.add(delta("d2", 100, 2_250, 2_349));
    deltas.add(delta("d3", 100, 2_300, 9_000));
    CloseEra close = only(CloseEra.class);
    assertThat(close.boundary()).isEqualTo(new EventTime(2_300));
    assertThat(close.leavesRows()).isTrue();
    assertThat(close.rows()).isEqualTo(450);
  }

  @Test
  void rowsOfTheFutureDoNotCloseAnEra() {
    committedAtMillis = 2_000;
    deltas.add(delta("d1", 1_000, 2_000, 2_300));
    assertThat(plan().isEmpty()).isTrue();
  }

  @Test
  void fewRowsDoNotCloseAnEraHoweverSmallItsBaseIs() {
    deltas.add(delta("d1", 99, 2_000, 2_300));
    assertThat(
            CompactionPlanner.plan(
                    snapshot(), new CompactionPolicy(0.001, 3, 1_000_000, 0.1, 2, 100), NONE)
                .isEmpty())
        .isTrue();
  }

  /** As version 1 nests them; nothing but the level tells the outer two from each other. */
  @Test
  void openSegmentsOfOneStartThatLieInEachOtherAreAllClosed() {
    deltas.add(delta("d1", 300, 2_000, 2_100));
    Segment leaf = open("leaf", deltas, List.of());
    Segment middle = open("middle", List.of(), List.of(leaf));
    DataFile patch = delta("patch", 10, 1_000, 1_500).file();
    List<DeltaFile> ofOuter = List.of(new DeltaFile(patch, range(2_000, 2_000), true));
    Segment outer = open("outer", ofOuter, List.of(middle));
    Snapshot snapshot = snapshot(open("root", List.of(), List.of(outer)));
    CompactionPlan plan = CompactionPlanner.plan(snapshot, POLICY, NONE);
    DataFile base = delta("base", 300, 2_000, 2_100).file();
    List<Segment> eras =
        plan.apply(snapshot.segments(), List.of(Optional.of(base))).get(0).children();
    assertThat(eras)
        .flatExtracting(era -> era.walk().toList())
        .extracting(segment -> segment.id() + " " + segment.range().end())
        .containsExactly(
            "outer 1970-01-01T00:00:02.100Z",
            "middle 1970-01-01T00:00:02.100Z",
            "leaf 1970-01-01T00:00:02.100Z",
            "era-1970-01-01T00:00:02.101Z null");
    assertThat(eras.get(0).deltas()).isEqualTo(ofOuter);
    assertThat(eras.get(1).base()).isEqualTo(base);
  }

  private static Segment open(String id, List<DeltaFile> files, List<Segment> children) {
    return new Segment(id, new TimeRange(new EventTime(2_000), null), null, files, children);
  }

  @Test
  void tombstonesAreLeftOutOfANewBaseOnlyWhenTheyAreBelowTheFloorAndNoLateRowIs() {
    deltas.add(delta("d1", 300, 2_000, 2_100));
    assertThat(only(CloseEra.class).deletesFrom()).isNull();
    floor = new EventTime(1_500);
    assertThat(only(CloseEra.class).deletesFrom()).isEqualTo(floor);
    late.add(delta("l1", 1, 1_500, 1_600));
    assertThat(only(CloseEra.class).deletesFrom()).isEqualTo(floor);
    late.add(delta("l2", 1, 1_400, 1_600));
    assertThat(only(CloseEra.class).deletesFrom()).isNull();
  }

  @Test
  void smallDeltasAreMergedWhenTheyAreMany() {
    for (int i = 0; i < 4; i++) {
      deltas.add(delta("d" + i, 10, 2_000 + i, 2_100));
    }
    assertThat(plan())
        .hasToString(
            """
            compaction of version 7
              merge 4 deltas of segment "new" with 40 rows into one
              now: 1240 rows in 6 files, 1.32 for each row written; the latest state reads 340 rows in 5 files, 1.13 for each of its base
              then at most: 1240 rows in 3 files, 1.32 for each row written; the latest state reads 340 rows in 2 files, 1.13 for each of its base
            """);
  }

  @Test
  void smallDeltasAreMergedWhenTheyAreLargeTogetherAndLargeOnesStay() {
    deltas.add(delta("large", 50, 2_000, 2_100, 1_000_000));
    deltas.add(delta("d1", 5, 2_000, 2_100, 400_000));
    deltas.add(delta("d2", 5, 2_000, 2_100, 599_999));
    assertThat(plan().isEmpty()).isTrue();
    deltas.add(delta("d3", 5, 2_000, 2_100, 1));
    assertThat(only(MergeDeltas.class).inputs())
        .extracting(DeltaFile::name)
        .containsExactly("d1", "d2", "d3");
  }

  @Test
  void manyLargeDeltasAreMergedWithAllSmallerOnes() {
    deltas.add(delta("huge", 10, 2_000, 2_100, 3_000_000));
    for (int i = 0; i < 4; i++) {
      deltas.add(delta("large" + i, 10, 2_000, 2_100, 1_000_000));
    }
    deltas.add(delta("small", 10, 2_000, 2_100, 1));
    assertThat(only(MergeDeltas.class).inputs())
        .extracting(DeltaFile::name)
        .containsExactly("large0", "large1", "large2", "large3", "small");
  }

  @Test
  void deltasOfVersion1AreMergedAllTogetherOrNotAtAll() {
    deltas.add(new DeltaFile("old-1", range(2_000, 2_900)));
    deltas.add(new DeltaFile("old-2", range(2_100, 2_900)));
    for (int i = 0; i < 4; i++) {
      deltas.add(delta("d" + i, 5, 2_000, 2_100));
    }
    FileMeasures measures =
        new FileMeasures(
            Map.of(
                "old-1", new FileMeasure(5, 10, 2_000, 2_900),
                "old-2", new FileMeasure(5, 90_000_000, 2_100, 2_900)));
    assertThat(CompactionPlanner.plan(snapshot(), POLICY, measures).steps().get(0))
        .isInstanceOfSatisfying(
            MergeDeltas.class,
            merge ->
                assertThat(merge.inputs())
                    .extracting(DeltaFile::name)
                    .containsExactly("old-2", "old-1", "d0", "d1", "d2", "d3"));
  }

  @Test
  void deltasWithRowsFromOutsideOfTheirSegmentAreLeftAlone() {
    for (int i = 0; i < 4; i++) {
      deltas.add(new DeltaFile("d" + i, range(2_000, 2_900)));
    }
    FileMeasure wide = new FileMeasure(5, 10, 1_999, 2_900);
    FileMeasures measures =
        new FileMeasures(Map.of("d0", wide, "d1", wide, "d2", wide, "d3", wide));
    CompactionPlan plan = CompactionPlanner.plan(snapshot(), POLICY, measures);
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.notes())
        .containsExactly(
            "the deltas of segment \"new\", because one of them may have rows of times that it does"
                + " not declare, or outside of the segment");
  }

  @Test
  void lateRowsAreFoldedWhenTheyAreManyBeforeAnythingElseIsDone() {
    deltas.add(delta("d1", 900, 2_000, 2_100));
    late.add(delta("l1", 31, 500, 1_500));
    assertThat(plan())
        .hasToString(
            """
            compaction of version 7
              fold 31 late rows of 1 file of segment "root" into those below it: rows into 1, patches into up to 1
              now: 2131 rows in 4 files, 1.16 for each row written; the latest state reads 1231 rows in 3 files, 4.10 for each of its base
              then at most: 2162 rows in 4 files, 1.18 for each row written; the latest state reads 1231 rows in 3 files, 4.10 for each of its base
            """);
  }

  @Test
  void fewLateRowsAreFoldedWhenTheirFilesAreMany() {
    late.add(delta("l1", 1, 1_500, 1_500));
    late.add(delta("l2", 1, 1_500, 1_500));
    assertThat(plan().isEmpty()).isTrue();
    late.add(delta("l3", 1, 1_500, 1_500));
    FoldLateRows fold = only(FoldLateRows.class);
    assertThat(fold.targets()).hasSize(2);
    assertThat(fold.targets().get(0).takesRows()).isTrue();
    assertThat(fold.targets().get(0).needsPatch()).isFalse();
    assertThat(fold.targets().get(1).takesRows()).isFalse();
    assertThat(fold.targets().get(1).needsPatch()).isTrue();
  }

  @Test
  void aBaseIsRewrittenWhenItsPatchIsLarge() {
    DataFile file = delta("patch", 30, 1_000, 1_500).file();
    deltas.add(new DeltaFile(file, range(2_000, 2_000), true));
    assertThat(plan().isEmpty()).isTrue();
    deltas.set(
        0, new DeltaFile(delta("patch", 31, 1_000, 1_500).file(), range(2_000, 2_000), true));
    assertThat(only(RewriteBase.class))
        .hasToString("rewrite the base of segment \"new\" of 300 rows with the 31 of its patch");
  }

  @Test
  void aTableOfVersion1IsLeftAlone() {
    Snapshot version1 = new Snapshot(3, new TableSchema(List.of()), List.of());
    CompactionPlan plan = CompactionPlanner.plan(version1, POLICY, NONE);
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.notes()).hasSize(1);
  }

  private CompactionPlan plan() {
    return CompactionPlanner.plan(snapshot(), POLICY, NONE);
  }

  private <T extends CompactionStep> T only(Class<T> kind) {
    List<CompactionStep> steps = plan().steps();
    assertThat(steps).hasSize(1);
    return kind.cast(steps.get(0));
  }

  /** An old era of 1000 rows up to 1999 without a base, a new one with a base of 300. */
  private Snapshot snapshot() {
    Segment old =
        new Segment(
            "old",
            new TimeRange(new EventTime(0), new EventTime(1_999)),
            null,
            List.of(delta("old", 900, 0, 1_999)),
            List.of());
    Segment era =
        new Segment(
            "new",
            new TimeRange(new EventTime(2_000), null),
            delta("base", 300, 0, 1_999).file(),
            deltas,
            List.of());
    Segment root =
        new Segment("root", new TimeRange(new EventTime(0), null), null, late, List.of(old, era));
    return snapshot(root);
  }

  private Snapshot snapshot(Segment root) {
    Lineage lineage =
        new Lineage(
            "t",
            6,
            "c",
            Instant.ofEpochMilli(committedAtMillis),
            Operation.APPEND,
            Map.of(),
            7,
            List.of());
    return new Snapshot(7, new TableSchema(List.of()), List.of(root), Map.of(), floor, lineage);
  }

  private static TimeRange range(long start, long end) {
    return new TimeRange(new EventTime(start), new EventTime(end));
  }

  private static DeltaFile delta(String name, long rows, long minMillis, long maxMillis) {
    return delta(name, rows, minMillis, maxMillis, rows * 100);
  }

  private static DeltaFile delta(
      String name, long rows, long minMillis, long maxMillis, long bytes) {
    FileFacts facts =
        new FileFacts(
            rows,
            bytes,
            "a",
            "z",
            new EventTime(minMillis),
            new EventTime(maxMillis),
            0,
            false,
            3,
            4,
            1,
            "00000000");
    return new DeltaFile(new DataFile(name, facts), range(minMillis, maxMillis), false);
  }
}

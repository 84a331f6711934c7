package io.azof.storage.scan;

import static io.azof.storage.fixture.Tree.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.Tree;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.KeyRange;
import io.azof.storage.model.KeySelection;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.Traffic;
import io.azof.storage.parquet.ColumnSizes;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.DataFileFooter.EventTimes;
import io.azof.storage.parquet.DataFileFooter.RowGroup;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.KeyOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ScanPlannerTest {
  private final Map<String, KnownFile> files = new HashMap<>();

  /** Two eras, the open one with a child, as a table in the field has them. */
  private Tree[] eras() {
    footer("old", group(100, 0, 0));
    footer("era", group(1_000, 0, 99), group(1_000, 0, 140), group(1_000, 150, 199));
    footer("d1", group(10, 100, 109));
    footer("d2", group(10, 105, 160));
    footer("d3", group(10, 130, 139), group(5, 135, 145));
    footer("d4", group(10, 190, 195));
    footer("child", group(20, 0, 120));
    footer("child-delta", group(1, 125, 125));
    footer("empty");
    return new Tree[] {
      segment("old").during(0, 99).base().delta("old-1", 1, 9).delta("old-2", 5, 9),
      segment("era")
          .from(100)
          .base()
          .delta("d1", 100, 109)
          .delta("d2", 105, 160)
          .delta("d3", 120, 145)
          .delta("d4", 190, 195)
          .children(
              segment("child")
                  .during(120, 180)
                  .base()
                  .delta("child-delta", 121, 130)
                  .delta("empty", 122, 122))
    };
  }

  @Test
  void aPlanSaysWhatIsReadAndWhatIsSkippedAndWhy() {
    assertThat(plan(AsOf.at(new EventTime(130)), List.of("key", "c"), eras()))
        .hasToString(
            """
            scan of table "t", version 7, as of 1970-01-01T00:00:00.130Z
              columns: key, c
              files: 6 read, 5 skipped
              merge: by key hash
              stream base era.parquet of segment "era": 3000 rows, 4000 bytes, 2 of 3 row groups, filtered by event time
              hold   delta child-delta.parquet of segment "child": 1 row, 4000 bytes, 1 of 1 row group
              hold   base child.parquet of segment "child": 20 rows, 4000 bytes, 1 of 1 row group
              hold   delta d3.parquet of segment "era": 15 rows, 4000 bytes, 1 of 2 row groups, filtered by event time
              hold   delta d2.parquet of segment "era": 10 rows, 4000 bytes, 1 of 1 row group, filtered by event time
              hold   delta d1.parquet of segment "era": 10 rows, 4000 bytes, 1 of 1 row group
              skip   empty.parquet: it has no rows
              skip   old-1.parquet and 2 more: segment "old" [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00.099Z] does not cover 1970-01-01T00:00:00.130Z
              skip   d4.parquet: it starts at 1970-01-01T00:00:00.190Z, after 1970-01-01T00:00:00.130Z
            """);
  }

  @Test
  void aFileWhoseRowsAreAllLaterIsSkippedThoughItsDeltaStartsBefore() {
    assertThat(plan(AsOf.at(new EventTime(121)), List.of(), eras()))
        .hasToString(
            """
            scan of table "t", version 7, as of 1970-01-01T00:00:00.121Z
              columns: none
              files: 4 read, 7 skipped
              merge: by key hash
              stream base era.parquet of segment "era": 3000 rows, 4000 bytes, 2 of 3 row groups, filtered by event time
              hold   base child.parquet of segment "child": 20 rows, 4000 bytes, 1 of 1 row group
              hold   delta d2.parquet of segment "era": 10 rows, 4000 bytes, 1 of 1 row group, filtered by event time
              hold   delta d1.parquet of segment "era": 10 rows, 4000 bytes, 1 of 1 row group
              skip   child-delta.parquet and 1 more: all its rows are after 1970-01-01T00:00:00.121Z
              skip   old-1.parquet and 2 more: segment "old" [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00.099Z] does not cover 1970-01-01T00:00:00.121Z
              skip   empty.parquet: it starts at 1970-01-01T00:00:00.122Z, after 1970-01-01T00:00:00.121Z
              skip   d4.parquet: it starts at 1970-01-01T00:00:00.190Z, after 1970-01-01T00:00:00.121Z
            """);
  }

  @Test
  void latestReadsAllRowGroupsOfTheOpenSegments() {
    assertThat(plan(AsOf.LATEST, List.of("key"), eras()))
        .hasToString(
            """
            scan of table "t", version 7, as of latest
              columns: key
              files: 5 read, 6 skipped
              merge: by key hash
              stream base era.parquet of segment "era": 3000 rows, 4000 bytes, 3 of 3 row groups
              hold   delta d4.parquet of segment "era": 10 rows, 4000 bytes, 1 of 1 row group
              hold   delta d3.parquet of segment "era": 15 rows, 4000 bytes, 2 of 2 row groups
              hold   delta d2.parquet of segment "era": 10 rows, 4000 bytes, 1 of 1 row group
              hold   delta d1.parquet of segment "era": 10 rows, 4000 bytes, 1 of 1 row group
              skip   old-1.parquet and 2 more: segment "old" [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00.099Z] does not cover latest
              skip   child-delta.parquet and 2 more: segment "child" [1970-01-01T00:00:00.120Z, 1970-01-01T00:00:00.180Z] does not cover latest
            """);
  }

  @Test
  void aPlanSaysHowRowsMeet() {
    promise("a", KeyOrder.UNIQUE, group(100, 0, 50), group(100, 0, 99));
    promise("d", KeyOrder.ASCENDING, group(10, 120, 130), group(10, 99, 110));
    assertThat(merge(AsOf.LATEST)).contains("  merge: by key order, held rows always win\n");
    promise("d", KeyOrder.UNIQUE, group(10, 98, 110));
    assertThat(merge(AsOf.LATEST)).contains("  merge: by key order\n");
    promise("d", KeyOrder.UNIQUE, group(10, 200, 210), new RowGroup(10, null, KeyRange.ALL, 0));
    assertThat(merge(AsOf.LATEST)).contains("  merge: by key order\n");
    promise("d", KeyOrder.UNKNOWN, group(10, 200, 210));
    assertThat(merge(AsOf.LATEST)).contains("  merge: by key hash, held rows always win\n");
    promise("a", KeyOrder.ASCENDING, group(100, 0, 99));
    promise("d", KeyOrder.UNIQUE, group(10, 200, 210));
    assertThat(merge(AsOf.LATEST)).contains("  merge: by key hash\n");
    assertThat(merge(AsOf.at(new EventTime(150)))).doesNotContain("merge");
  }

  @Test
  void aPlanForeseesTheRowsOfTheRowGroupsThatItReads() {
    promise("a", KeyOrder.UNIQUE, group(100, 0, 50), group(100, 0, 99), group(100, 60, 99));
    promise("d", KeyOrder.ASCENDING, group(10, 120, 130), group(10, 99, 110));
    Tree root = segment("a").base().delta("d", 99, 210);
    assertThat(plan(AsOf.LATEST, List.of("key"), root).foreseenRows()).isEqualTo(320);
    assertThat(plan(AsOf.at(new EventTime(55)), List.of("key"), root).foreseenRows())
        .isEqualTo(200);
    RowSelection one = new RowSelection(KeySelection.of(List.of("k")), Long.MIN_VALUE);
    assertThat(plan(AsOf.LATEST, List.of("key"), one, root).foreseenRows()).isZero();
  }

  private String merge(AsOf asOf) {
    return plan(asOf, List.of("key"), segment("a").base().delta("d", 99, 210)).toString();
  }

  @Test
  void beforeTheFirstSegmentNothingIsRead() {
    ScanPlan plan = plan(AsOf.at(new EventTime(-1)), List.of("key"), eras());
    assertThat(plan.fileCount()).isZero();
    assertThat(plan.skipped()).hasSize(11);
  }

  @Test
  void theLargestBaseStreamsWhereverItHangs() {
    footer("root", group(10, 0, 9));
    footer("child", group(5, 0, 9), group(6, 0, 9));
    footer("delta", group(1_000, 0, 9));
    ScanPlan plan =
        plan(
            AsOf.LATEST,
            List.of("key"),
            segment("root").base().delta("delta", 0, 9).children(segment("child").base()));
    assertThat(plan.streamed()).map(read -> read.file().name()).contains("child.parquet");
    assertThat(plan.held())
        .extracting(read -> read.file().name())
        .containsExactly("delta.parquet", "root.parquet");
  }

  @Test
  void aFileThatDoesNotSayItsEventTimesIsReadWhole() {
    footer("a", new RowGroup(10, null, KeyRange.ALL, 0), group(10, 200, 300));
    ScanPlan plan = plan(AsOf.at(new EventTime(100)), List.of("key"), segment("a").base());
    FileRead read = plan.streamed().orElseThrow();
    assertThat(read.filtered()).isTrue();
    assertThat(read.filter().hasEnd()).isFalse();
    assertThat(read.skippedRowGroups()).isEqualTo(1);
    assertThat(read.certainRows()).isZero();
  }

  @Test
  void timesThatMicrosecondsCannotSayAreNotFilteredNatively() {
    footer("a", group(10, 0, 300), group(10, 0, Long.MAX_VALUE / 1000 + 1));
    footer("b", group(10, 0, 300), group(10, 0, Long.MAX_VALUE / 1000));
    footer("c", group(10, Long.MIN_VALUE / 1000 - 1, 300));
    AsOf asOf = AsOf.at(new EventTime(100));
    assertThat(streamed(asOf, "a").filter().hasEnd()).isFalse();
    assertThat(streamed(asOf, "b").filter().hasEnd()).isTrue();
    assertThat(streamed(asOf, "c").filter().hasEnd()).isFalse();
  }

  @Test
  void aRowGroupOnTheBoundIsVisible() {
    footer("a", group(10, 0, 100), group(20, 100, 200), group(30, 101, 200));
    FileRead read = streamed(AsOf.at(new EventTime(100)), "a");
    assertThat(read.certainRows()).isEqualTo(10);
    assertThat(read.skippedRowGroups()).isEqualTo(1);
  }

  private FileRead streamed(AsOf asOf, String segment) {
    return plan(asOf, List.of("key"), segment(segment).base()).streamed().orElseThrow();
  }

  private void footer(String name, RowGroup... rowGroups) {
    promise(name, KeyOrder.UNKNOWN, rowGroups);
  }

  private void promise(String name, KeyOrder order, RowGroup... rowGroups) {
    files.put(
        name + ".parquet",
        new KnownFile(
            new DataFileFooter(
                4_000, List.of(), order, List.of(rowGroups), new ColumnSizes(1, Map.of()), null),
            new FileSchema(List.of()),
            Set.of()));
  }

  private static RowGroup group(long rows, long minMillis, long maxMillis) {
    @Nullable EventTimes times = new EventTimes(minMillis, maxMillis);
    return new RowGroup(rows, times, KeyRange.ALL, 0);
  }

  private ScanPlan plan(AsOf asOf, List<String> columns, Tree... roots) {
    return plan(asOf, columns, RowSelection.ALL, roots);
  }

  private ScanPlan plan(AsOf asOf, List<String> columns, RowSelection rows, Tree... roots) {
    SegmentPath path = SegmentPath.of(Tree.snapshot(List.of(), roots), asOf);
    return ScanPlanner.plan("t", 7, asOf, columns, rows, path, files, Traffic.NONE);
  }
}

package io.azof.storage.scan;

import static io.azof.storage.fixture.Tree.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.Tree;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SegmentPathTest {
  private static final AsOf AT_15 = AsOf.at(new EventTime(15));

  @Test
  void aSegmentCoversBothItsEnds() {
    Tree closed = segment("a").during(10, 20).base();
    assertThat(files(9, closed)).isEmpty();
    assertThat(files(10, closed)).containsExactly("a");
    assertThat(files(20, closed)).containsExactly("a");
    assertThat(files(21, closed)).isEmpty();
  }

  @Test
  void anOpenSegmentCoversAllAfterItsStart() {
    Tree open = segment("a").from(10).base();
    assertThat(files(9, open)).isEmpty();
    assertThat(files(10, open)).containsExactly("a");
    assertThat(files(Long.MAX_VALUE, open)).containsExactly("a");
  }

  @Test
  void latestMeansTheOpenSegmentsHoweverFarAheadTheyStart() {
    assertThat(
            files(
                AsOf.LATEST,
                segment("closed").during(0, Long.MAX_VALUE).base(),
                segment("open").from(10).base().delta("ahead", Long.MAX_VALUE, Long.MAX_VALUE),
                segment("other open").from(Long.MAX_VALUE).base()))
        .containsExactly("ahead", "open", "other open");
  }

  @Test
  void latestDoesNotEnterAClosedChildNorAClosedRoot() {
    assertThat(
            files(
                AsOf.LATEST,
                segment("open").base().children(segment("closed child").during(0, 99).base()),
                segment("closed").during(0, 99).children(segment("open child").base())))
        .containsExactly("open");
  }

  @Test
  void thePathGoesFromTheRootToTheLeafAndListsTheLeafFirst() {
    Tree tree =
        segment("root")
            .base()
            .delta("root-delta", 3, 4)
            .children(
                segment("early").during(0, 9).base().delta("early-delta", 1, 2),
                segment("middle")
                    .during(10, 99)
                    .base()
                    .children(segment("leaf").during(12, 20).base().delta("leaf-delta", 12, 20)));
    assertThat(files(15, tree))
        .containsExactly("leaf-delta", "leaf", "middle", "root-delta", "root");
    assertThat(files(11, tree)).containsExactly("middle", "root-delta", "root");
    assertThat(files(5, tree)).containsExactly("early-delta", "early", "root-delta", "root");
    assertThat(files(100, tree)).containsExactly("root-delta", "root");
  }

  @Test
  void aChildIsNotReachedThroughAParentThatDoesNotCoverTheTime() {
    assertThat(files(15, segment("root").during(0, 14).base().children(segment("child").base())))
        .isEmpty();
  }

  @Test
  void deltasCountFromTheirStartOnWhateverTheirEnd() {
    Tree tree = segment("a").base().delta("d14", 14, 14).delta("d15", 15, 90).delta("d16", 16, 16);
    assertThat(files(15, tree)).containsExactly("d15", "d14", "a");
    assertThat(files(13, tree)).containsExactly("a");
  }

  @Test
  void deltasComeByTheirStartFromTheLatestOnAndAsListedWhereItIsTheSame() {
    Tree tree =
        segment("a")
            .delta("five-1", 5, 5)
            .delta("nine", 9, 9)
            .delta("one", 1, 99)
            .delta("five-2", 5, 9);
    assertThat(files(15, tree)).containsExactly("nine", "five-1", "five-2", "one");
  }

  @Test
  void segmentsThatShareAMomentAreAllOnThePathAsListed() {
    Tree earlier = segment("earlier").during(0, 15).base();
    Tree later = segment("later").from(15).base();
    assertThat(files(15, earlier, later)).containsExactly("earlier", "later");
    assertThat(files(15, later, earlier)).containsExactly("later", "earlier");
    assertThat(files(15, segment("root").children(later, earlier)))
        .containsExactly("later", "earlier");
  }

  @Test
  void aGapHasNoFiles() {
    Tree first = segment("first").during(0, 10).base();
    Tree second = segment("second").from(20).base();
    assertThat(files(15, first, second)).isEmpty();
    assertThat(files(15)).isEmpty();
    assertThat(files(AsOf.LATEST)).isEmpty();
  }

  @Test
  void ranksFollowTheOrderOfPrecedence() {
    SegmentPath path =
        path(AT_15, segment("a").base().delta("d", 1, 1).children(segment("b").base()));
    assertThat(path.files())
        .containsExactly(
            new PathFile("b.parquet", PathFile.Role.BASE, "b", 0),
            new PathFile("d.parquet", PathFile.Role.DELTA, "a", 1),
            new PathFile("a.parquet", PathFile.Role.BASE, "a", 2));
  }

  @Test
  void everyOtherFileIsSkippedForAReason() {
    SegmentPath path =
        path(
            AT_15,
            segment("old")
                .during(0, 9)
                .base()
                .delta("old-delta", 1, 1)
                .children(segment("old child").base()),
            segment("new").from(10).base().delta("ahead", 16, 17));
    assertThat(path.skipped())
        .containsExactly(
            new SkippedFile("old-delta.parquet", PathFile.Role.DELTA, "old", oldReason()),
            new SkippedFile("old.parquet", PathFile.Role.BASE, "old", oldReason()),
            new SkippedFile("old child.parquet", PathFile.Role.BASE, "old child", oldReason()),
            new SkippedFile(
                "ahead.parquet",
                PathFile.Role.DELTA,
                "new",
                "it starts at 1970-01-01T00:00:00.016Z, after 1970-01-01T00:00:00.015Z"));
  }

  private static String oldReason() {
    return "segment \"old\" [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00.009Z] does not cover"
        + " 1970-01-01T00:00:00.015Z";
  }

  @Test
  void aDeepTreeIsWalked() {
    Tree tree = segment("99").base();
    for (int depth = 98; depth >= 0; depth--) {
      tree = segment("" + depth).base().children(tree);
    }
    assertThat(files(15, tree))
        .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "" + (99 - i)).toList());
  }

  private static List<String> files(long millis, Tree... roots) {
    return files(AsOf.at(new EventTime(millis)), roots);
  }

  private static List<String> files(AsOf asOf, Tree... roots) {
    return path(asOf, roots).files().stream()
        .map(file -> file.name().replace(".parquet", ""))
        .toList();
  }

  private static SegmentPath path(AsOf asOf, Tree... roots) {
    return SegmentPath.of(Tree.snapshot(List.of(), roots), asOf);
  }
}

package io.azof.storage.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.Tree;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import io.azof.storage.model.TimeRange;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableTreeTest {
  private static final List<Column> NO_COLUMNS = List.of();

  @Test
  void rootsOfVersion1BecomeErasBelowANewRoot() {
    assertThat(
            upgraded(
                Tree.segment("old").during(0, 99).base().delta("d", 5, 7),
                Tree.segment("new").from(100).children(Tree.segment("leaf").from(150).base())))
        .isEqualTo("root[start, open]{old[0, 99]{} new[100, open]{leaf[150, open]{}}}");
  }

  @Test
  void theFilesOfTheOldRootsStayAsTheyAre() {
    Segment era =
        TableTree.of(
                "t", Tree.snapshot(NO_COLUMNS, Tree.segment("a").from(3).base().delta("d", 5, 7)))
            .children()
            .get(0);
    assertThat(era.files())
        .extracting(file -> file.name())
        .containsExactly("a.parquet", "d.parquet");
    assertThat(era.files()).allMatch(file -> file.facts() == null);
  }

  @Test
  void theRootThatEndsLastIsOpenedAgainWhenNoneIsOpen() {
    assertThat(upgraded(Tree.segment("b").during(50, 99), Tree.segment("a").during(0, 49)))
        .isEqualTo("root[start, open]{b[50, open]{} a[0, 49]{}}");
  }

  @Test
  void whatEndsWithTheRootThatIsOpenedAgainIsOpenedToo() {
    assertThat(
            upgraded(
                Tree.segment("a")
                    .during(0, 99)
                    .children(
                        Tree.segment("b").during(0, 49),
                        Tree.segment("c")
                            .during(50, 99)
                            .children(Tree.segment("d").during(60, 98)))))
        .isEqualTo("root[start, open]{a[0, open]{b[0, 49]{} c[50, open]{d[60, 98]{}}}}");
  }

  @Test
  void aTableWithoutSegmentsBeginsAsANewOne() {
    assertThat(upgraded()).isEqualTo("root[start, open]{era-1[start, open]{}}");
  }

  @Test
  void theNewRootHasAnIdOfItsOwn() {
    assertThat(upgraded(Tree.segment("root").from(0).children(Tree.segment("root-2").from(1))))
        .startsWith("root-3[start, open]{root[");
  }

  @Test
  void theNewRootStartsWhereTheFirstOldOneDoes() {
    long early = EventTime.parse("0001-01-01").epochMillis() - 1;
    Segment root = TableTree.of("t", Tree.snapshot(NO_COLUMNS, Tree.segment("a").from(early)));
    assertThat(root.range().start()).isEqualTo(new EventTime(early));
  }

  @Test
  void rootsThatOverlapAreRefused() {
    refuses(
        "its segments \"a\" [1970-01-01T00:00:00.000Z, open] and \"b\""
            + " [1970-01-01T00:00:00.100Z, open] overlap",
        () -> upgraded(Tree.segment("b").from(100), Tree.segment("a").from(0)));
    refuses(
        "overlap", () -> upgraded(Tree.segment("a").during(0, 100), Tree.segment("b").from(100)));
  }

  @Test
  void aClosedRootWithSomethingBeyondItsEndIsRefused() {
    refuses(
        "none of its segments is open, and \"a\" [1970-01-01T00:00:00.000Z,"
            + " 1970-01-01T00:00:00.099Z], which ends last, cannot be opened again, because it"
            + " breaks the rule that children lie within their parent: segment \"b\"",
        () -> upgraded(Tree.segment("a").during(0, 99).children(Tree.segment("b").from(50))));
    refuses(
        "a delta lies within its segment",
        () ->
            upgraded(
                Tree.segment("a")
                    .during(0, 99)
                    .children(Tree.segment("b").during(9, 99).delta("d", 98, 100))));
    refuses(
        "segments of one parent do not overlap",
        () ->
            upgraded(
                Tree.segment("a")
                    .during(0, 99)
                    .children(Tree.segment("b").during(9, 99), Tree.segment("c").during(50, 60))));
  }

  @Test
  void anOpenRootMayHaveSomethingOutsideOfItsRange() {
    assertThat(
            upgraded(
                Tree.segment("a").during(0, 9).children(Tree.segment("b").from(5)),
                Tree.segment("c").from(20).children(Tree.segment("d").from(10))))
        .isEqualTo("root[start, open]{a[0, 9]{b[5, open]{}} c[20, open]{d[10, open]{}}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_seq", "_deleted", "_SEQ", "Key"})
  void columnsWithTheNamesOfSystemColumnsAreRefused(String name) {
    refuses(
        "the name of its column \"" + name + "\" is that of another one in its data files",
        () -> TableTree.of("t", Tree.snapshot(List.of(new Column(name, ColumnType.INT, true)))));
  }

  private static void refuses(String reason, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessageStartingWith("Table \"t\" cannot be written to: ")
        .hasMessageContaining(reason);
  }

  private static String upgraded(Tree... roots) {
    return text(TableTree.of("t", Tree.snapshot(NO_COLUMNS, roots)));
  }

  private static String text(Segment segment) {
    TimeRange range = segment.range();
    return segment.id()
        + "["
        + (range.start().equals(TableTree.START) ? "start" : range.start().epochMillis())
        + ", "
        + (range.end() == null ? "open" : range.end().epochMillis())
        + "]{"
        + segment.children().stream().map(TableTreeTest::text).collect(Collectors.joining(" "))
        + "}";
  }
}

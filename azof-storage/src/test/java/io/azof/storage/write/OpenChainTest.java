package io.azof.storage.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.Tree;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Segment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenChainTest {
  private static final Segment ROOT =
      Tree.snapshot(
              List.of(),
              Tree.segment("root")
                  .from(0)
                  .delta("late", 1, 2)
                  .children(
                      Tree.segment("era-1").during(0, 99),
                      Tree.segment("era-2")
                          .from(100)
                          .base()
                          .children(
                              Tree.segment("leaf-1").during(100, 149),
                              Tree.segment("leaf-2").from(150)),
                      Tree.segment("empty").during(50, 60)))
          .segments()
          .get(0);

  @Test
  void theChainIsMadeOfTheOpenSegments() {
    assertThat(OpenChain.of(ROOT).segments())
        .extracting(Segment::id)
        .containsExactly("root", "era-2", "leaf-2");
    assertThat(OpenChain.of(ROOT).starts())
        .extracting(EventTime::epochMillis)
        .containsExactly(0L, 100L, 150L);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "99, 0", "100, 1", "149, 1", "150, 2", "9999, 2"})
  void aRowGoesToTheLowestSegmentThatStartsAtOrBeforeIt(long millis, int place) {
    assertThat(OpenChain.of(ROOT).placeOf(new EventTime(millis))).isEqualTo(place);
    assertThat(OpenChain.of(ROOT).isLate(new EventTime(millis))).isEqualTo(place < 2);
  }

  @Test
  void aSegmentTakesNoRowsFromBeforeItsParent() {
    Segment root =
        Tree.snapshot(
                List.of(),
                Tree.segment("root")
                    .from(0)
                    .children(Tree.segment("era").from(100).children(Tree.segment("odd").from(50))))
            .segments()
            .get(0);
    OpenChain chain = OpenChain.of(root);
    assertThat(chain.starts()).extracting(EventTime::epochMillis).containsExactly(0L, 100L, 100L);
    assertThat(chain.placeOf(new EventTime(99))).isZero();
    assertThat(chain.placeOf(new EventTime(100))).isEqualTo(2);
  }

  @Test
  void ofSegmentsThatStartTogetherTheLowestTakesTheRows() {
    Segment root =
        Tree.snapshot(List.of(), Tree.segment("root").from(0).children(Tree.segment("era").from(0)))
            .segments()
            .get(0);
    assertThat(OpenChain.of(root).placeOf(new EventTime(0))).isEqualTo(1);
  }

  @Test
  void aFileHoldsTogetherWhenItsRowsGoToOneSegment() {
    OpenChain chain = OpenChain.of(ROOT);
    assertThat(chain.holdsTogether(file(100, 149))).isTrue();
    assertThat(chain.holdsTogether(file(100, 150))).isFalse();
    assertThat(chain.holdsTogether(file(0, 99))).isTrue();
  }

  @Test
  void deltasAreHungOnTheirSegmentsAfterThoseThatAreThere() {
    Map<StagedFile, String> names = new LinkedHashMap<>();
    names.put(file(5, 50), "x");
    names.put(file(120, 130), "y");
    names.put(file(200, 300), "z");
    Segment root = OpenChain.of(ROOT).withDeltas(names, 8);
    Segment era = root.children().get(1);
    assertThat(names(root)).containsExactly("late.parquet", "x");
    assertThat(names(era)).containsExactly("y");
    assertThat(names(era.children().get(1))).containsExactly("z");
    assertThat(era.base()).isEqualTo(ROOT.children().get(1).base());
    assertThat(root.children().get(0)).isEqualTo(ROOT.children().get(0));
    assertThat(root.children().get(2)).isEqualTo(ROOT.children().get(2));
    assertThat(root.range()).isEqualTo(ROOT.range());
    assertThat(era.deltas().get(0).range())
        .hasToString("[1970-01-01T00:00:00.120Z, 1970-01-01T00:00:00.130Z]");
    assertThat(era.deltas().get(0).file().minSequence()).isEqualTo(8);
    assertThat(era.deltas().get(0).file().maxSequence()).isEqualTo(8);
  }

  private static List<String> names(Segment segment) {
    return segment.deltas().stream().map(delta -> delta.name()).toList();
  }

  private static StagedFile file(long minMillis, long maxMillis) {
    return new StagedFile(
        Path.of("staged" + minMillis),
        new FileFacts(
            1,
            1,
            "a",
            "b",
            new EventTime(minMillis),
            new EventTime(maxMillis),
            0,
            false,
            0,
            0,
            1,
            "00000000"),
        false);
  }
}

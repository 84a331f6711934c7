package io.azof.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.TimeRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Version 4 follows version 3; times are in milliseconds. */
final class SnapshotInvariantsTest {
  private static final Snapshot CURRENT =
      snapshot(3, lineage(2, "c3", 3_000, 1, 2, 1), 2, segment("root", 0, null));

  private static final String NEW = "delta-b3-x.parquet";

  @Test
  void whatIsWellMadeBreaksNoRule() {
    assertThat(SnapshotInvariants.violation(null, first())).isEmpty();
    assertThat(violation(wellMade())).isEmpty();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        tree(
            "segments of one parent do not overlap: segment \"b\" [1970-01-01T00:00:00.020Z, open]"
                + " overlaps segment \"c\" [1970-01-01T00:00:00.030Z, open]",
            root(segment("c", 30, null), segment("b", 20, null))),
        tree(
            "segments of one parent do not overlap: segment \"a\" [1970-01-01T00:00:00.010Z,"
                + " 1970-01-01T00:00:00.020Z] overlaps segment \"b\" [1970-01-01T00:00:00.020Z,"
                + " 1970-01-01T00:00:00.030Z]",
            segment("a", 10, 20L),
            segment("b", 20, 30L)),
        tree(
            "children lie within their parent: segment \"a\" [1970-01-01T00:00:00.010Z, open] is not"
                + " within segment \"p\" [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00.050Z]",
            new Segment("p", range(0, 50L), null, List.of(), List.of(segment("a", 10, null)))),
        tree(
            "a delta lies within its segment: segment \"a\" [1970-01-01T00:00:00.010Z,"
                + " 1970-01-01T00:00:00.020Z] lists the delta \"delta-b3-x.parquet\""
                + " [1970-01-01T00:00:00.009Z, 1970-01-01T00:00:00.020Z]",
            segment("a", 10, 20L, delta(NEW, facts(10, 20), 9, 20, false))),
        tree(
            "the rows of a delta lie within its range: segment \"a\" [1970-01-01T00:00:00.010Z, open]"
                + " lists the delta \"delta-b3-x.parquet\" [1970-01-01T00:00:00.010Z,"
                + " 1970-01-01T00:00:00.020Z] with rows from 1970-01-01T00:00:00.010Z to"
                + " 1970-01-01T00:00:00.021Z",
            segment("a", 10, null, delta(NEW, facts(10, 21), 10, 20, false))),
        tree(
            "a patch stands at its segment's start and holds nothing later: segment \"a\""
                + " [1970-01-01T00:00:00.010Z, open] lists the patch, a delta \"delta-b3-x.parquet\""
                + " [1970-01-01T00:00:00.010Z, 1970-01-01T00:00:00.010Z] with rows from"
                + " 1970-01-01T00:00:00.005Z to 1970-01-01T00:00:00.011Z",
            segment("a", 10, null, delta(NEW, facts(5, 11), 10, 10, true))),
        tree(
            "a file is listed once: segment \"b\" lists \"delta-b3-x.parquet\", as another place"
                + " does",
            segment("a", 10, 19L, delta(NEW, facts(10, 11), 10, 11, false)),
            segment("b", 20, null, delta(NEW, facts(20, 21), 20, 21, false))),
        tree(
            "a file's name is plain: segment \"a\" lists \"delta-b3-../x.parquet\"",
            segment("a", 10, null, delta("delta-b3-../x.parquet", facts(10, 11), 10, 11, false))),
        tree(
            "a file's schema is the table's or one before it: segment \"a\" lists"
                + " \"delta-b3-x.parquet\" of schema 3 where the table's is 2",
            segment("a", 10, null, delta(NEW, facts(10, 11, 4, 3), 10, 11, false))),
        tree(
            "rows are of this version or one before: segment \"a\" lists \"delta-b3-x.parquet\" with"
                + " the sequence 5 in version 4",
            segment("a", 10, null, delta(NEW, facts(10, 11, 5, 1), 10, 11, false))),
        tree(
            "a new file is named for the version that it was written against:"
                + " \"delta-b2-x.parquet\" was written against version 3",
            segment("a", 10, null, delta("delta-b2-x.parquet", facts(10, 11), 10, 11, false))),
        tree(
            "a new file is named for the version that it was written against: \"x.parquet\" was"
                + " written against version 3",
            segment("a", 10, null, delta("x.parquet", facts(10, 11), 10, 11, false))),
        history(
            "a version follows the one that was current: the parent is 2, the current version 3",
            lineage(2, "c4", 4_000, 1, 2, 1)),
        history(
            "every commit has an id of its own: the id c3 is the current version's",
            lineage(3, "c3", 4_000, 1, 3, 2, 1)),
        history(
            "commit times rise: 1970-01-01T00:00:03Z follows 1970-01-01T00:00:03Z",
            lineage(3, "c4", 3_000, 1, 3, 2, 1)),
        history(
            "the oldest retained version is one of the chain: 2 is not",
            lineage(3, "c4", 4_000, 2, 3)),
        Arguments.of(
            "a changed schema has a higher id: it goes from 2 to 1",
            snapshot(4, lineage(3, "c4", 4_000, 1, 3, 2, 1), 1, segment("root", 0, null))));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatBreaksARuleIsSaid(String text, Snapshot next) {
    assertThat(violation(next)).contains(text);
  }

  @Test
  void whatIsNotRetainedDoesNotComeBack() {
    Snapshot expired = snapshot(3, lineage(2, "c3", 3_000, 2, 2), 2, segment("root", 0, null));
    assertThat(text(SnapshotInvariants.violation(expired, wellMade())))
        .contains(
            "what is not retained does not come back: versions are retained from 1, but were from 2");
  }

  @Test
  void historyThatHasExpiredDoesNotComeBack() {
    Snapshot next = wellMade();
    assertThat(text(SnapshotInvariants.violation(withFloor(CURRENT, 5), next)))
        .contains(
            "history that has expired does not come back: the floor goes from"
                + " 1970-01-01T00:00:00.005Z to none");
    assertThat(text(SnapshotInvariants.violation(withFloor(CURRENT, 5), withFloor(next, 4))))
        .contains(
            "history that has expired does not come back: the floor goes from"
                + " 1970-01-01T00:00:00.005Z to 1970-01-01T00:00:00.004Z");
    assertThat(SnapshotInvariants.violation(withFloor(CURRENT, 5), withFloor(next, 5))).isEmpty();
    assertThat(SnapshotInvariants.violation(CURRENT, withFloor(next, 5))).isEmpty();
  }

  @Test
  void aTableKeepsItsId() {
    Snapshot other =
        snapshot(
            3,
            new Lineage(
                "u",
                2,
                "c3",
                Instant.ofEpochMilli(3_000),
                Operation.APPEND,
                Map.of(),
                3,
                List.of()),
            2,
            segment("root", 0, null));
    Snapshot next = snapshot(4, lineage(3, "c4", 4_000, 3, 3), 2, segment("root", 0, null));
    assertThat(text(SnapshotInvariants.violation(other, next)))
        .contains("a table keeps its id: it goes from u to t");
  }

  @Test
  void aRollbackListsFilesOfOlderVersions() {
    Segment older =
        segment("a", 10, null, delta("delta-b1-x.parquet", facts(10, 11), 10, 11, false));
    assertThat(violation(snapshot(4, rollback(), 2, older))).isEmpty();
  }

  @Test
  void aRollbackBringsBackWhatVersion1Made() {
    Segment[] overlapping = {segment("a", 10, null), segment("b", 20, null)};
    assertThat(violation(snapshot(4, rollback(), 2, overlapping))).isEmpty();
  }

  private static Lineage rollback() {
    Lineage lineage = lineage(3, "c4", 4_000, 1, 3, 2, 1);
    return new Lineage(
        lineage.tableId(),
        3,
        "c4",
        lineage.committedAt(),
        Operation.ROLLBACK,
        Map.of(),
        1,
        lineage.history());
  }

  @Test
  void faultsThatWereThereBeforeCanStay() {
    Segment[] overlapping = {segment("a", 10, null), segment("b", 20, null)};
    Snapshot ofVersion1 = new Snapshot(3, Commits.SCHEMA, List.of(overlapping));
    Segment grown = segment("b", 20, null, delta(NEW, facts(20, 21), 20, 21, false));
    Lineage lineage = lineage(3, "c4", 4_000, 3, 3);
    assertThat(
            SnapshotInvariants.violation(
                ofVersion1, snapshot(4, lineage, 1, overlapping[0], grown)))
        .isEmpty();
    assertThat(
            text(
                SnapshotInvariants.violation(
                    ofVersion1, snapshot(4, lineage, 1, segment("a", 11, null), grown))))
        .isPresent();
  }

  @Test
  void anOverlapIsNoNewOneWhenAnotherSegmentIsDropped() {
    Segment[] overlapping = {
      segment("a", 10, 40L), segment("b", 15, 20L), segment("c", 30, 35L), segment("d", 45, null)
    };
    Snapshot ofVersion1 = new Snapshot(3, Commits.SCHEMA, List.of(overlapping));
    Snapshot next =
        snapshot(
            4, lineage(3, "c4", 4_000, 3, 3), 1, overlapping[0], overlapping[2], overlapping[3]);
    assertThat(SnapshotInvariants.violation(ofVersion1, next)).isEmpty();
  }

  private static Snapshot first() {
    return snapshot(1, lineage(0, "c1", 1_000, 1), 1, segment("root", 0, null));
  }

  private static Snapshot wellMade() {
    return snapshot(
        4,
        lineage(3, "c4", 4_000, 1, 3, 2, 1),
        2,
        root(
            segment("a", 0, 9L),
            segment(
                "b",
                10,
                null,
                delta(NEW, facts(10, 20), 10, 20, false),
                delta("delta-b3-y.parquet", facts(1, 10), 10, 10, true))));
  }

  private static Optional<String> violation(Snapshot next) {
    return text(SnapshotInvariants.violation(CURRENT, next));
  }

  private static Optional<String> text(Optional<Violation> violation) {
    return violation.map(v -> v.invariant() + ": " + v.what());
  }

  private static Arguments tree(String text, Segment... roots) {
    return Arguments.of(text, snapshot(4, lineage(3, "c4", 4_000, 1, 3, 2, 1), 2, roots));
  }

  private static Arguments history(String text, Lineage lineage) {
    return Arguments.of(text, snapshot(4, lineage, 2, segment("root", 0, null)));
  }

  private static Snapshot snapshot(long version, Lineage lineage, int schemaId, Segment... roots) {
    TableSchema schema = new TableSchema(schemaId, 5, Commits.SCHEMA.columns());
    return new Snapshot(version, schema, List.of(roots), Map.of(), null, lineage);
  }

  private static Snapshot withFloor(Snapshot snapshot, long millis) {
    return new Snapshot(
        snapshot.version(),
        snapshot.schema(),
        snapshot.segments(),
        snapshot.properties(),
        new EventTime(millis),
        snapshot.lineage());
  }

  private static Lineage lineage(
      long parent, String commitId, long committedAtMillis, long retainedFrom, long... history) {
    List<Ancestor> ancestors =
        Arrays.stream(history)
            .mapToObj(v -> new Ancestor(v, Instant.ofEpochSecond(v), Operation.APPEND))
            .toList();
    return new Lineage(
        "t",
        parent,
        commitId,
        Instant.ofEpochMilli(committedAtMillis),
        Operation.APPEND,
        Map.of(),
        retainedFrom,
        ancestors);
  }

  private static Segment root(Segment... children) {
    return new Segment("root", range(-100, null), null, List.of(), List.of(children));
  }

  private static Segment segment(String id, long start, @Nullable Long end, DeltaFile... deltas) {
    return new Segment(id, range(start, end), null, List.of(deltas), List.of());
  }

  private static TimeRange range(long start, @Nullable Long end) {
    return new TimeRange(new EventTime(start), end == null ? null : new EventTime(end));
  }

  private static DeltaFile delta(
      String name, FileFacts facts, long start, long end, boolean isPatch) {
    return new DeltaFile(new DataFile(name, facts), range(start, end), isPatch);
  }

  private static FileFacts facts(long minMillis, long maxMillis) {
    return facts(minMillis, maxMillis, 4, 1);
  }

  private static FileFacts facts(long minMillis, long maxMillis, long sequence, int schemaId) {
    return new FileFacts(
        2,
        100,
        "a",
        "b",
        new EventTime(minMillis),
        new EventTime(maxMillis),
        0,
        false,
        sequence,
        sequence,
        schemaId,
        "00000000");
  }
}

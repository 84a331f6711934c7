package io.azof.storage.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import io.azof.storage.snapshot.Rollback;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.snapshot.VersionChain;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetentionTest {
  @TempDir private Path folder;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final VersionedTable table = PlantedFaults.sample(store);
  private final Upkeep upkeep = new Upkeep(store, 100);
  private final SnapshotReader reader = new SnapshotReader(store);

  @Test
  void versionsCommittedBeforeATimeExpire() {
    Snapshot expired =
        upkeep.retention().expireVersions("t", Instant.ofEpochSecond(5)).orElseThrow();

    assertThat(expired.version()).isEqualTo(8);
    assertThat(expired.segments()).isEqualTo(table.current().segments());
    assertThat(lineage(expired).operation()).isEqualTo(Operation.EXPIRE);
    assertThat(lineage(expired).summary())
        .isEqualTo(Map.of("retained_from", "5", "expired_versions", "4"));
    VersionChain chain = new VersionChain(reader, "t", reader.current("t"));
    assertThat(chain.versions().map(Lineage.Ancestor::version)).containsExactly(8L, 7L, 6L, 5L);
    assertThatThrownBy(() -> chain.version(4)).hasMessageContaining("4");
    assertThat(Upkeep.deepCheck(store, folder).faults()).isEmpty();
  }

  @Test
  void theCurrentVersionAlwaysStays() {
    Snapshot expired =
        upkeep.retention().expireVersions("t", Instant.ofEpochSecond(1000)).orElseThrow();
    assertThat(lineage(expired).retainedFrom()).isEqualTo(7);
  }

  @Test
  void whenNoVersionIsThatOldNothingIsCommitted() {
    assertThat(upkeep.retention().expireVersions("t", Instant.ofEpochSecond(1))).isEmpty();
    assertThat(reader.current("t").version()).isEqualTo(7);
  }

  @Test
  void stateBeforeTheFloorIsAnErrorAndAllOtherStateStays() {
    List<List<String>> before = states(45);

    Snapshot expired = upkeep.retention().expireHistory("t", new EventTime(45)).orElseThrow();

    assertThat(expired.eventTimeFloor()).isEqualTo(new EventTime(45));
    assertThat(expired.allSegments().map(Segment::id))
        .containsExactly("root", "era 1", "leaf 1")
        .doesNotContain("era 0");
    assertThat(lineage(expired).summary())
        .isEqualTo(Map.of("dropped_segments", "2", "event_time_floor", "1970-01-01T00:00:00.045Z"));
    assertThat(states(45)).isEqualTo(before);
    assertThatThrownBy(() -> state(AsOf.at(new EventTime(44))))
        .hasMessage(
            "Table \"t\" cannot be asked for its state as of 1970-01-01T00:00:00.044Z: its history"
                + " before 1970-01-01T00:00:00.045Z has expired")
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HISTORY_EXPIRED));
    assertThat(Upkeep.deepCheck(store, folder).faults()).isEmpty();
  }

  @Test
  void aSegmentThatReachesTheFloorStays() {
    List<List<String>> before = states(44);
    Snapshot expired = upkeep.retention().expireHistory("t", new EventTime(44)).orElseThrow();
    assertThat(expired.segments()).isEqualTo(table.current().segments());
    assertThat(states(44)).isEqualTo(before);
  }

  @Test
  void theFloorIsNotSetTwiceAndDoesNotGoBack() {
    Retention retention = upkeep.retention();
    retention.expireHistory("t", new EventTime(45));
    assertThat(retention.expireHistory("t", new EventTime(45))).isEmpty();
    assertThatThrownBy(() -> retention.expireHistory("t", new EventTime(44)))
        .hasMessageContaining("has expired already; the floor cannot go back to");
    assertThatThrownBy(() -> retention.expireHistory("t", new EventTime(100_001)))
        .hasMessageContaining("cannot expire yet: it is 1970-01-01T00:01:40.000Z now");
    assertThat(reader.current("t").version()).isEqualTo(8);
  }

  @Test
  void aRollbackDoesNotBringExpiredHistoryBack() {
    List<List<String>> before = states(45);
    long last = reader.current("t").version();
    upkeep.retention().expireHistory("t", new EventTime(45));

    Snapshot back = upkeep.committer().commit("t", new Rollback(reader, "t", last));

    assertThat(back.eventTimeFloor()).isEqualTo(new EventTime(45));
    assertThat(back.allSegments().map(Segment::id)).containsExactly("root", "era 1", "leaf 1");
    assertThat(states(45)).isEqualTo(before);
    assertThatThrownBy(() -> state(AsOf.at(new EventTime(44))))
        .hasMessageContaining("before 1970-01-01T00:00:00.045Z has expired");
    assertThat(Upkeep.deepCheck(store, folder).faults()).isEmpty();
  }

  @Test
  void theFloorStaysWhereItIsHoweverOftenATableIsRolledBack() {
    upkeep.retention().expireHistory("t", new EventTime(20));
    long target = reader.current("t").version();
    upkeep.retention().expireHistory("t", new EventTime(45));
    upkeep.committer().commit("t", new Rollback(reader, "t", target));
    assertThat(reader.current("t").eventTimeFloor()).isEqualTo(new EventTime(45));
    upkeep.committer().commit("t", new Rollback(reader, "t", target + 1));
    assertThat(reader.current("t").eventTimeFloor()).isEqualTo(new EventTime(45));
  }

  @Test
  void tablesOfVersion1HaveNoRetention() {
    new SmallTable(new LakehouseFixture(folder));
    Upkeep other = new Upkeep(new LocalObjectStore(folder), 100);
    assertThat(other.retention().expireVersions("t", Instant.MAX)).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> other.retention().expireHistory("t", new EventTime(5)))
        .hasMessageContaining("version 1 of the format")
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  /** The states at times around every row, and the latest. */
  private List<List<String>> states(long fromMillis) {
    List<List<String>> states = new ArrayList<>();
    for (long time = fromMillis; time < 90; time++) {
      states.add(state(AsOf.at(new EventTime(time))));
    }
    states.add(state(AsOf.LATEST));
    return states;
  }

  private List<String> state(AsOf asOf) {
    try (Lakehouse lakehouse = Lakehouse.open(store);
        RootAllocator allocator = new RootAllocator();
        ArrowReader rows = lakehouse.table("t").scan().asOf(asOf).openReader(allocator)) {
      return Rows.sorted(Rows.read(rows));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Lineage lineage(Snapshot snapshot) {
    return Objects.requireNonNull(snapshot.lineage());
  }
}

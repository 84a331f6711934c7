package io.azof.storage.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.fixture.FaultyObjectStore.Fault;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import io.azof.storage.snapshot.SnapshotReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SweepTest {
  private static final Duration GRACE = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final VersionedTable table = PlantedFaults.sample(store);
  private final Upkeep upkeep = new Upkeep(store, 100);

  @Test
  void aTableThatRetainsAllHasNoGarbage() {
    Garbage garbage = upkeep.sweep().remove("t", Duration.ZERO);
    assertThat(garbage).isEqualTo(new Garbage(List.of(), List.of(), List.of(), List.of()));
    assertThat(Upkeep.deepCheck(store, folder).faults()).isEmpty();
  }

  @Test
  void whatOnlyExpiredVersionsListIsGarbageOnceTheGraceIsOver() {
    Set<String> before = objects();
    upkeep.retention().expireVersions("t", Instant.ofEpochSecond(7));

    upkeep.at(109);
    Garbage early = upkeep.sweep().remove("t", GRACE);
    assertThat(early.removable()).isEmpty();
    assertThat(names(early.later()))
        .contains("s1.json", "s2.json", "s3.json", "s4.json", "s5.json", "s6.json")
        .doesNotContain("s7.json", "s8.json");
    assertThat(objects()).containsAll(before);

    upkeep.at(110);
    Garbage late = upkeep.sweep().remove("t", GRACE);
    assertThat(late.later()).isEmpty();
    assertThat(names(late.removable())).containsExactlyInAnyOrderElementsOf(names(early.later()));
    assertThat(objects()).containsExactlyInAnyOrderElementsOf(neededBy(7, 8));
    assertThat(Upkeep.deepCheck(store, folder).faults()).isEmpty();
  }

  @Test
  void dataFilesGoBeforeSnapshotsAndTheOldestFirst() {
    upkeep.retention().expireVersions("t", Instant.ofEpochSecond(7));
    List<String> order = names(upkeep.sweep().find("t", Duration.ZERO).removable());
    int firstSnapshot = order.indexOf("s1.json");
    assertThat(order.subList(0, firstSnapshot)).allMatch(name -> name.endsWith(".parquet"));
    assertThat(order.subList(firstSnapshot, order.size()))
        .containsExactly("s1.json", "s2.json", "s3.json", "s4.json", "s5.json", "s6.json");
  }

  @Test
  void aReaderOfAVersionThatWasRetainedWithinTheGraceLosesNothing() {
    upkeep.retention().expireVersions("t", Instant.ofEpochSecond(3)); // 8, at 100
    upkeep.at(200);
    upkeep.retention().expireVersions("t", Instant.ofEpochSecond(6)); // 9
    upkeep.at(205);
    Garbage garbage = upkeep.sweep().remove("t", GRACE);
    assertThat(names(garbage.removable())).contains("s1.json", "s2.json").doesNotContain("s3.json");
    assertThat(names(garbage.later())).contains("s3.json", "s4.json", "s5.json");
    assertThat(objects()).containsAll(neededBy(3, 4, 5, 6, 7));
  }

  @Test
  void whatACommitUnderWayMayNeedStaysAndSoDoesWhatIsNotAzofs() {
    table.put("delta-b7-new.parquet", "rows");
    table.put("s8.json", "{}");
    table.put("s99.json", "{}");
    table.put("delta-b6-abandoned.parquet", "rows");
    table.put("s0.json", "{}");
    table.put("base.csv", "k,v");
    table.put("delta-bx-1.parquet", "rows");
    table.put("delta-b99999999999999999999-1.parquet", "rows");

    Garbage garbage = upkeep.sweep().remove("t", Duration.ZERO);

    assertThat(names(garbage.removable())).containsExactly("delta-b6-abandoned.parquet");
    assertThat(names(garbage.pending()))
        .containsExactly("delta-b7-new.parquet", "s8.json", "s99.json");
    assertThat(names(garbage.foreign()))
        .containsExactly(
            "base.csv", "delta-b99999999999999999999-1.parquet", "delta-bx-1.parquet", "s0.json");
    assertThat(objects())
        .containsAll(names(garbage.pending()))
        .containsAll(names(garbage.foreign()))
        .doesNotContain("delta-b6-abandoned.parquet");
    assertThat(Garbage.bytes(garbage.removable())).isEqualTo(4);
  }

  @Test
  void whenARetainedVersionCannotBeReadNothingIsRemoved() {
    table.delete("s3.json");
    table.put("delta-b6-abandoned.parquet", "rows");
    assertThatThrownBy(() -> upkeep.sweep().remove("t", Duration.ZERO))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining("s3.json");
    assertThat(objects()).contains("delta-b6-abandoned.parquet");
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whateverFailsNothingThatIsRetainedIsLost(Fault fault) {
    Set<List<String>> seen = new HashSet<>();
    int failing = 0;
    boolean hasFailed = true;
    while (hasFailed) {
      failing++;
      MemoryObjectStore memory = new MemoryObjectStore();
      VersionedTable fresh = PlantedFaults.sample(memory);
      FaultyObjectStore faulty = new FaultyObjectStore(memory);
      int number = failing;
      faulty.fail(call -> call.number() == number, fault);
      Upkeep faultyUpkeep = new Upkeep(faulty, 100);
      boolean isExpired = false;
      try {
        faultyUpkeep.retention().expireVersions("t", Instant.ofEpochSecond(6));
        isExpired = true;
        faultyUpkeep.sweep().remove("t", Duration.ZERO);
      } catch (AzofException e) {
        // the caller is told; what counts is how the table is
      }
      hasFailed = faulty.calls().size() >= failing;
      faulty.heal();
      faulty.arrive();

      Snapshot current = new SnapshotReader(memory).current("t");
      assertThat(current.segments()).isEqualTo(fresh.current().segments());
      assertThat(current.version()).isGreaterThanOrEqualTo(isExpired ? 8 : 7);
      assertThat(Upkeep.check(memory).faults()).as("%s at call %d", fault, failing).isEmpty();

      new Upkeep(memory, 100).sweep().remove("t", Duration.ZERO);
      if (seen.add(names(memory.list("t").objects()))) {
        CheckReport report = Upkeep.deepCheck(memory, folder);
        assertThat(report.faults()).as("%s at call %d, swept again", fault, failing).isEmpty();
        assertThat(report.versions()).isEqualTo(current.version() == 7 ? 7 : 3);
      }
    }
    assertThat(failing).isGreaterThan(20);
  }

  private Set<String> neededBy(long... versions) {
    Set<String> needed = new TreeSet<>(Set.of("version.txt"));
    for (long number : versions) {
      Snapshot version = new SnapshotReader(store).snapshot("t", number).orElseThrow();
      needed.add("s" + number + ".json");
      version.files().map(DataFile::name).forEach(needed::add);
    }
    return needed;
  }

  private Set<String> objects() {
    return store.list("t").objects().stream()
        .map(Listing.Entry::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> names(List<Listing.Entry> objects) {
    return objects.stream().map(Listing.Entry::name).toList();
  }
}

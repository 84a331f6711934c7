package io.azof.storage.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TableCheckTest {
  @TempDir private Path spill;

  @Test
  void randomGoodTablesHaveNoFaults() {
    long seed = System.nanoTime();
    for (int i = 0; i < 12; i++) {
      Random random = new Random(seed + i);
      VersionedTable table = new VersionedTable(new MemoryObjectStore());
      new RandomVersions(random, table).commit(1 + random.nextInt(12));
      assertThat(Upkeep.deepCheck(table.store, spill).faults()).as("seed %d", seed + i).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void aPlantedFaultIsFoundAndNoOther(FaultKind kind) {
    VersionedTable table = PlantedFaults.sample(new MemoryObjectStore());
    assertThat(new PlantedFaults(table, new Random(7)).plant(kind)).isTrue();

    CheckReport report =
        kind.compareTo(FaultKind.CHECKSUM_WRONG) < 0
            ? Upkeep.check(table.store)
            : Upkeep.deepCheck(table.store, spill);

    assertThat(report.faults()).extracting(Fault::kind).containsOnly(kind);
    assertThat(report.faults())
        .allSatisfy(
            fault -> {
              assertThat(fault.object()).startsWith("t/");
              assertThat(fault.sentence()).matches("[A-Z\"].*[^.]");
            });
  }

  @Test
  void theSampleHasNoFaults() {
    VersionedTable table = PlantedFaults.sample(new MemoryObjectStore());
    CheckReport report = Upkeep.deepCheck(table.store, spill);
    assertThat(report.faults()).isEmpty();
    assertThat(report.version()).isEqualTo(7);
    assertThat(report.versions()).isEqualTo(7);
  }

  @Test
  void aFaultPlantedAnywhereInARandomTableIsFound() {
    long seed = System.nanoTime();
    int planted = 0;
    for (int i = 0; i < 12; i++) {
      Random random = new Random(seed + i);
      VersionedTable table = new VersionedTable(new MemoryObjectStore());
      new RandomVersions(random, table).commit(3 + random.nextInt(10));
      List<FaultKind> kinds = List.of(FaultKind.values());
      FaultKind kind = kinds.get(random.nextInt(kinds.size()));
      if (new PlantedFaults(table, random).plant(kind)) {
        assertThat(Upkeep.deepCheck(table.store, spill).faults())
            .as("%s, seed %d", kind, seed + i)
            .extracting(Fault::kind)
            .contains(kind);
        planted++;
      }
    }
    assertThat(planted).isPositive();
  }
}

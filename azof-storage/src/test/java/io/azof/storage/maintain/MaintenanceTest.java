package io.azof.storage.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import io.azof.storage.write.WriteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MaintenanceTest {
  @TempDir private Path folder;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final VersionedTable table = PlantedFaults.sample(store);

  @Test
  void aCheckCopiesNoMoreThanTheFileCacheMayHoldAndNothingIntoItsFolder() {
    long largest =
        table.versions().stream()
            .flatMap(Snapshot::files)
            .map(DataFile::facts)
            .mapToLong(facts -> Objects.requireNonNull(facts).bytes())
            .max()
            .orElseThrow();
    assertThat(maintenance(largest).check("t").faults()).isEmpty();
    assertThatThrownBy(() -> maintenance(largest - 1).check("t"))
        .hasMessageEndingWith("raise cache.size")
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDeepCheckDoesNotEither() {
    long all =
        table.versions().stream()
            .flatMap(Snapshot::files)
            .distinct()
            .map(DataFile::facts)
            .map(Objects::requireNonNull)
            .mapToLong(FileFacts::bytes)
            .sum();
    try (RootAllocator allocator = new RootAllocator()) {
      assertThat(maintenance(all).checkDeep("t", allocator).faults()).isEmpty();
      assertThatThrownBy(() -> maintenance(1).checkDeep("t", allocator))
          .hasMessageEndingWith("raise cache.size");
    }
    assertThat(folder).isEmptyDirectory();
  }

  private Maintenance maintenance(long cacheBytesMax) {
    return new Maintenance(
        store,
        new Upkeep(store, 100).committer(),
        WriteSettings.ofThisMachine(),
        new FileCacheSettings(Optional.of(folder), cacheBytesMax, 1, Duration.ZERO));
  }
}

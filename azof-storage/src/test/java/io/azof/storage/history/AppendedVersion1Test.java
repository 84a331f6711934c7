package io.azof.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.RandomTable;
import io.azof.storage.fixture.Rows;
import io.azof.storage.maintain.FaultKind;
import io.azof.storage.model.AsOf;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.write.WriteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random tables of version 1 of the format, which no careful writer would write, with more rows
 * appended, against {@link AppendedModel}. A failure says how to repeat it: {@code -Dazof.seed=S
 * -Dazof.tables=1}.
 */
final class AppendedVersion1Test {
  /** At least; as many more as it takes for a fifth of these to be some that can be written to. */
  private static final int TABLES = Math.max(1, Integer.getInteger("azof.tables", 1_000) / 10);

  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");
  private static final int STEPS = 4;
  private static final int MOMENTS = 6;

  @TempDir private Path folder;
  private int ids;

  @Test
  void rowsThatAreAppendedCountFromTheirTimeOnAndNothingElseChanges() {
    System.out.println("tables to append to from -Dazof.seed=" + SEED + ", " + TABLES + " of them");
    WriteSettings settings =
        new WriteSettings(() -> NOW, () -> "id" + ids++, attempt -> {}, 64L << 20, 1);
    int written = 0;
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(new LocalObjectStore(folder), settings)) {
      for (long seed = SEED; seed < SEED + TABLES || written < TABLES / 5; seed++) {
        try {
          written += appendedTo(seed, lakehouse, allocator) ? 1 : 0;
        } catch (Exception | AssertionError e) {
          throw new AssertionError("-Dazof.seed=" + seed + " -Dazof.tables=1", e);
        }
      }
    }
  }

  /** Whether the table could be written to. */
  private boolean appendedTo(long seed, Lakehouse lakehouse, BufferAllocator allocator)
      throws IOException {
    // The first numbers that a Random gives for neighbouring seeds are nearly the same.
    Random random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
    RandomTable table = new RandomTable(random, random.nextBoolean());
    String name = "t" + seed;
    table.write(new LakehouseFixture(folder), name);
    Set<FaultKind> faults = faults(lakehouse, name, allocator);
    AppendedModel model = new AppendedModel(random, table, NOW);
    Map<Long, AppendedModel> versions = new TreeMap<>();
    versions.put(table.snapshot().version(), model);
    for (int i = 0; i < STEPS; i++) {
      if (i > 0 && random.nextInt(5) == 0) {
        long back = lakehouse.rollback(name, table.snapshot().version()).version();
        model = versions.get(table.snapshot().version());
        versions.put(back, model);
      } else if (model.canBeAppendedTo()) {
        model = model.appended(lakehouse, name, allocator);
        versions.put(model.version(), model);
      } else {
        requireRefused(lakehouse, name, allocator);
        return false;
      }
      for (AsOf asOf : model.moments(MOMENTS)) {
        requireRight(lakehouse, name, versions, asOf, allocator);
      }
    }
    assertThat(faults).as("faults before").containsAll(faults(lakehouse, name, allocator));
    return true;
  }

  private static Set<FaultKind> faults(
      Lakehouse lakehouse, String name, BufferAllocator allocator) {
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    lakehouse.maintenance().checkDeep(name, allocator).faults().forEach(f -> kinds.add(f.kind()));
    return kinds;
  }

  private static void requireRight(
      Lakehouse lakehouse,
      String name,
      Map<Long, AppendedModel> versions,
      AsOf asOf,
      BufferAllocator allocator)
      throws IOException {
    for (Map.Entry<Long, AppendedModel> version : versions.entrySet()) {
      try (ArrowReader reader =
          lakehouse.table(name, version.getKey()).scan().asOf(asOf).openReader(allocator)) {
        assertThat(Rows.sorted(Rows.read(reader)))
            .as("version %s as of %s", version.getKey(), asOf)
            .isEqualTo(Rows.sorted(version.getValue().state(asOf)));
      }
    }
  }

  private void requireRefused(Lakehouse lakehouse, String name, BufferAllocator allocator) {
    List<Path> before = files(name);
    try {
      lakehouse.openWriter(name, allocator).close();
    } catch (AzofException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED);
      assertThat(e)
          .hasMessageStartingWith("Table \"" + name + "\" cannot be written to: ")
          .hasMessageEndingWith("; make a new table of its rows");
      assertThat(files(name)).isEqualTo(before);
      return;
    }
    throw new AssertionError("a writer was opened for table " + name);
  }

  private List<Path> files(String name) {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.azof.storage.write;

import static io.azof.storage.write.WriterFixture.SCHEMA;
import static io.azof.storage.write.WriterFixture.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.GivenRows;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random rows, given in random ways to a table whose eras change, against what its files should be.
 */
final class RandomWritesTest {
  private static final int COMMITS = 6;
  private static final Schema COLUMNS = RowLayout.target(SCHEMA, true);

  @TempDir private Path folder;

  /** A row as it is given. */
  private record Given(String key, long millis, boolean deleted, List<@Nullable Object> values) {
    List<@Nullable Object> asRow() {
      List<@Nullable Object> row = new ArrayList<>(List.of(key, millis));
      row.addAll(values);
      row.add(deleted);
      return row;
    }
  }

  @RepeatedTest(6)
  void theFilesHoldTheLastRowOfEachKeyAndEventTimeWhereItBelongs() throws IOException {
    long seed = System.nanoTime();
    try {
      run(new Random(seed));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private void run(Random random) throws IOException {
    ObjectStore store =
        random.nextBoolean() ? new MemoryObjectStore() : new LocalObjectStore(folder);
    List<String> expected = new ArrayList<>();
    try (WriterFixture fixture = new WriterFixture(store).create()) {
      Eras eras = new Eras(store);
      long leafStart = 0;
      long greatest = 0;
      int era = 1;
      for (int commit = 0; commit < COMMITS; commit++) {
        if (random.nextInt(3) == 0) {
          leafStart = Math.max(leafStart, greatest) + 1 + random.nextInt(30);
          eras.start(leafStart);
          era++;
        }
        Map<String, Given> kept = new LinkedHashMap<>();
        CommitSummary summary;
        int given = 0;
        try (TableWriter writer = fixture.openWriter()) {
          for (int call = 1 + random.nextInt(4); call > 0; call--) {
            List<Given> rows = rows(random, (int) Math.max(greatest, leafStart) + 60);
            rows.forEach(row -> kept.put(row.key() + "@" + row.millis(), row));
            given += rows.size();
            write(writer, rows, random.nextInt(3), fixture);
          }
          if (random.nextInt(6) == 0) {
            leafStart = Math.max(leafStart, greatest) + 1 + random.nextInt(30);
            eras.start(leafStart);
            era++;
          }
          summary = writer.commit();
        }
        for (Given row : kept.values()) {
          greatest = Math.max(greatest, row.millis());
          String segment = row.millis() < leafStart ? "root" : "era-" + era;
          expected.add(
              new StoredTable.StoredRow(
                      segment,
                      row.key(),
                      row.millis(),
                      summary.version(),
                      row.deleted(),
                      row.deleted() ? Arrays.asList(null, null) : row.values())
                  .toString());
        }
        assertThat(summary.rows()).isEqualTo(kept.size());
        assertThat(summary.duplicates()).isEqualTo(given - kept.size());
        assertThat(fixture.stored().texts()).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private static List<Given> rows(Random random, int times) {
    List<Given> rows = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? random.nextInt(3_000) : random.nextInt(20);
    int keys = 1 + random.nextInt(count + 5);
    for (int i = 0; i < count; i++) {
      boolean deleted = random.nextInt(5) == 0;
      String key = (random.nextBoolean() ? "k" : "ü") + random.nextInt(keys);
      String text = random.nextInt(4) == 0 ? null : "t" + random.nextInt(100);
      Object number = deleted && random.nextBoolean() ? null : Long.valueOf(random.nextInt());
      rows.add(new Given(key, random.nextInt(times), deleted, Arrays.asList(text, number)));
    }
    return rows;
  }

  private static void write(TableWriter writer, List<Given> rows, int how, WriterFixture fixture)
      throws IOException {
    if (how == 0) {
      for (Given row : rows) {
        if (row.deleted()) {
          writer.delete(row.key(), time(row.millis()));
        } else {
          Map<String, @Nullable Object> values = new HashMap<>();
          values.put("text", row.values().get(0));
          values.put("number", row.values().get(1));
          writer.put(row.key(), time(row.millis()), values);
        }
      }
      return;
    }
    try (ArrowReader reader =
        GivenRows.open(COLUMNS, rows.stream().map(Given::asRow).toList(), 700, fixture.allocator)) {
      if (how == 1) {
        writer.write(reader);
      } else {
        while (reader.loadNextBatch()) {
          writer.write(reader.getVectorSchemaRoot());
        }
      }
    }
  }
}

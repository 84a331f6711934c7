package io.azof.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few rows are sorted in memory, more by the engine: the files are the same to the byte. */
final class FewRowsTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int INPUTS = 60;

  @TempDir private Path folder;
  @TempDir private Path spill;
  private BufferAllocator allocator;
  private DuckDb duckDb;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    duckDb = DuckDb.open(new DuckDbSettings(128L << 20, 2, spill, List.of(folder)));
  }

  @AfterEach
  void leavesNoMemory() {
    duckDb.close();
    allocator.close();
  }

  @Test
  void rowsSortedInMemoryMakeTheFilesThatTheEngineMakes() throws IOException {
    System.out.println("few rows from -Dazof.seed=" + SEED);
    Random random = new Random(SEED);
    for (int input = 0; input < INPUTS; input++) {
      List<Row> rows = rows(random, random.nextInt(40));
      List<EventTime> starts = starts(random);
      int batchRows = random.nextBoolean() ? 64 : 1 + random.nextInt(20);
      boolean lastKept = random.nextBoolean();
      Written few = write(rows, batchRows, starts, lastKept, SortedRows.FEW_ROWS_MAX);
      Written engine = write(rows, batchRows, starts, lastKept, -1);
      assertThat(few).as("-Dazof.seed=%s, input %s", SEED, input).isEqualTo(engine);
    }
  }

  @Test
  void ofRowsInSeveralBatchesNoneIsLost() throws IOException {
    List<Row> rows = LongStream.range(0, 3000).mapToObj(i -> Row.of("k" + i % 7, i)).toList();
    for (int batchRows : List.of(1, 1000, 1024, 1025, 2999, 3000, 4000)) {
      Written written =
          write(rows, batchRows, List.of(new EventTime(0)), true, SortedRows.FEW_ROWS_MAX);
      assertThat(written.rows()).isEqualTo(3000);
      assertThat(written.dropped()).isZero();
    }
  }

  private Written write(
      List<Row> rows, int batchRows, List<EventTime> starts, boolean lastKept, int fewRowsMax)
      throws IOException {
    List<String> files = new ArrayList<>();
    long written = 0;
    try (SortedRows sorted =
        SortedRows.openSorting(
            duckDb,
            allocator,
            child -> openReader(rows, batchRows, child),
            starts,
            lastKept,
            fewRowsMax)) {
      ParquetFileWriter writer = new ParquetFileWriter(duckDb, ParquetFileWriter.ROW_GROUP_ROWS);
      while (sorted.nextPart()) {
        Path file = folder.resolve("part.parquet");
        written += writer.write(sorted, file).rows();
        files.add(HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
      return new Written(written, sorted.rowsDropped(), files);
    }
  }

  private static ArrowReader openReader(List<Row> rows, int batchRows, BufferAllocator child) {
    return Row.openReader(rows.iterator(), batchRows, child);
  }

  /** With keys and times that stand twice, of which only the other values differ. */
  private static List<Row> rows(Random random, int count) {
    List<String> keys = List.of("", "a", "b", "ab", "ä", "z", "🦆", "\uffff", "Z");
    List<Row> rows = new ArrayList<>();
    for (long row = 0; row < count; row++) {
      @Nullable String text = random.nextInt(4) == 0 ? null : "t" + row;
      rows.add(
          new Row(
              keys.get(random.nextInt(keys.size())),
              random.nextInt(12) - 4L,
              text,
              row,
              random.nextInt(3) == 0 ? null : random.nextBoolean(),
              random.nextInt(3) == 0 ? null : row));
    }
    return rows;
  }

  private static List<EventTime> starts(Random random) {
    return random
        .ints(1 + random.nextInt(3), -5, 9)
        .distinct()
        .sorted()
        .mapToObj(EventTime::new)
        .toList();
  }

  private record Written(long rows, long dropped, List<String> files) {}
}

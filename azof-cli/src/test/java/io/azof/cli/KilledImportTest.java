package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports whose process is killed, the table looked at after each. {@code -Dazof.kills=100} kills
 * more of them; {@code -Dazof.seed=S} chooses the moments.
 */
final class KilledImportTest {
  private static final int KILLS = Integer.getInteger("azof.kills", 8);
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int IMPORTS_PER_TABLE = 5;
  private static final long ROWS = 2_000;

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private final Map<String, Integer> ends = new TreeMap<>();

  /** What an import is killed at. */
  private enum Moment {
    ANY,
    STAGED,
    DATA_FILE,
    SNAPSHOT,
    COMMIT
  }

  @Test
  void anImportThatIsKilledLeavesAllOfItsRowsOrNone() throws Exception {
    System.out.println("kills from -Dazof.seed=" + SEED + ", " + KILLS + " of them");
    long importMillis = millisOfOneImport();
    Map<Long, Long> rows = new HashMap<>();
    for (int i = 0; i < KILLS; i++) {
      String table = "t" + i / IMPORTS_PER_TABLE;
      if (i % IMPORTS_PER_TABLE == 0) {
        rows.clear();
      }
      Moment moment = Moment.values()[i % Moment.values().length];
      boolean isAcknowledged = kill(table, i, moment, importMillis);
      Map<Long, Long> found = rows(table);
      long own = found.getOrDefault((long) i, 0L);
      String what = "import " + i + ", killed at " + moment + ", -Dazof.seed=" + SEED;
      assertThat(own).as(what).isIn(isAcknowledged ? List.of(ROWS) : List.of(0L, ROWS));
      if (own > 0) {
        rows.put((long) i, own);
      }
      assertThat(found).as(what).isEqualTo(rows);
      if (!rows.isEmpty()) {
        requireSound(table);
      }
      ends.merge((isAcknowledged ? "told" : "not told") + ", " + own + " rows", 1, Integer::sum);
    }
    System.out.println(KILLS + " imports killed: " + ends);
    sweepAll();
  }

  private long millisOfOneImport() throws Exception {
    long start = System.nanoTime();
    start("first", -1).outcome().succeeded();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  /**
   * @return whether it said that it had committed
   */
  private boolean kill(String table, int number, Moment moment, long importMillis)
      throws Exception {
    Path tableFolder = folder.resolve("lake").resolve(table);
    int dataFiles = count(tableFolder, ".parquet");
    int snapshots = count(tableFolder, ".json");
    int staged = count(staging(), ".parquet");
    String version = version(tableFolder);
    AzofProcess running = start(table, number);
    long afterMillis = random.nextLong(importMillis + importMillis / 8);
    long afterMicros = random.nextInt(3) == 0 ? random.nextLong(20_000) : random.nextLong(500);
    long startNanos = System.nanoTime();
    while (running.process().isAlive()) {
      boolean isNow =
          switch (moment) {
            case ANY -> System.nanoTime() - startNanos > afterMillis * 1_000_000;
            case STAGED -> count(staging(), ".parquet") > staged;
            case DATA_FILE -> count(tableFolder, ".parquet") > dataFiles;
            case SNAPSHOT -> count(tableFolder, ".json") > snapshots;
            case COMMIT -> !version(tableFolder).equals(version);
          };
      if (isNow) {
        LockSupport.parkNanos(moment == Moment.ANY ? 1 : afterMicros * 1_000);
        break;
      }
      LockSupport.parkNanos(20_000);
    }
    running.process().destroyForcibly();
    Azof.Outcome outcome = running.outcome();
    assertThat(outcome.err()).isEmpty();
    return outcome.exitCode() == 0 || outcome.out().contains(" is at version ");
  }

  private AzofProcess start(String table, int number) throws IOException {
    Path csv = folder.resolve("rows.csv");
    StringBuilder text = new StringBuilder("id,at,import\n");
    for (int row = 0; row < ROWS; row++) {
      // Of each import some rows are late: they are as old as those of the one before.
      text.append(number).append('-').append(row).append(',');
      text.append(1_700_000_000_000L + (number + row % 2) * 1_000L).append(',');
      text.append(number).append('\n');
    }
    Files.writeString(csv, text);
    Path process = folder.resolve("process");
    delete(process); // a process that is killed leaves its unpacked native libraries behind
    Files.createDirectory(process);
    List<String> words = new ArrayList<>(List.of("import", "--lakehouse", lake()));
    words.addAll(List.of("--table", table, "--key", "id", "--event-time", "at", csv.toString()));
    if (!isTable(table)) {
      words.addAll(List.of("--schema", "import:Int"));
    }
    return AzofProcess.start(process, List.of(), Main.class, words);
  }

  private boolean isTable(String table) {
    return Files.exists(folder.resolve("lake").resolve(table).resolve("version.txt"));
  }

  /** How many rows there are of each import. */
  private Map<Long, Long> rows(String table) throws IOException {
    Map<Long, Long> rows = new HashMap<>();
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(lake());
        ArrowReader reader = lakehouse.table(table).scan().openReader(allocator)) {
      while (reader.loadNextBatch()) {
        BigIntVector numbers = (BigIntVector) reader.getVectorSchemaRoot().getVector("import");
        for (int row = 0; row < numbers.getValueCount(); row++) {
          rows.merge(numbers.get(row), 1L, Long::sum);
        }
      }
    } catch (AzofException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND);
    }
    return rows;
  }

  private void requireSound(String table) {
    Azof.in(folder).run("check", "--lakehouse", lake(), "--table", table, "--deep").succeeded();
  }

  /** What was left behind can be removed, and the tables are sound then, too. */
  private void sweepAll() {
    try (Lakehouse lakehouse = Lakehouse.open(lake())) {
      for (String table : lakehouse.tableNames()) {
        lakehouse.maintenance().removeGarbage(table, Duration.ZERO);
        requireSound(table);
      }
    }
  }

  private String lake() {
    return folder.resolve("lake").toString();
  }

  private Path staging() {
    return folder.resolve("lake").resolve(".azof-staging");
  }

  private static String version(Path table) throws IOException {
    Path file = table.resolve("version.txt");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static int count(Path folder, String end) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.filter(file -> file.toString().endsWith(end)).count();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}

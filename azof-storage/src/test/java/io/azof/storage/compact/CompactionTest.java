package io.azof.storage.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.fixture.Rows;
import io.azof.storage.merge.SortedFiles;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.scan.ScanFiles;
import io.azof.storage.snapshot.Committer;
import io.azof.storage.snapshot.RetryPause;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.snapshot.StoreSelfTest;
import io.azof.storage.write.DataFileWriter;
import io.azof.storage.write.TableWriter;
import io.azof.storage.write.WriteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a compaction when somebody else commits while it is under way. */
final class CompactionTest {
  private static final String TABLE = "t";

  @TempDir private Path folder;

  private final BufferAllocator allocator = new RootAllocator();
  private final AtomicLong ids = new AtomicLong();
  private final WriteSettings writing =
      new WriteSettings(
          () -> Instant.parse("2024-01-01T00:00:00Z"),
          () -> "id-" + ids.incrementAndGet(),
          RetryPause.NONE,
          256L << 20,
          2);
  private ObjectStore store;
  private Lakehouse lakehouse;
  private FileCache cache;
  private DataFileWriter writer;

  @BeforeEach
  void open() {
    store = new LocalObjectStore(folder);
    lakehouse = Lakehouse.open(store, writing);
    cache = new FileCache(store, FileCacheSettings.defaults());
    writer = new DataFileWriter(store, writing);
    TableSchema schema = new TableSchema(List.of(new Column("a", ColumnType.INT, true)));
    lakehouse.createTable(
        TABLE,
        schema,
        Map.of(
            "compaction.delta-files-max", "2",
            "compaction.era-rows-min", "4",
            "compaction.late-files-max", "1"));
    for (int commit = 1; commit <= 3; commit++) {
      put("k" + commit, commit * 10L);
    }
  }

  @AfterEach
  void close() {
    writer.close();
    cache.close();
    lakehouse.close();
    allocator.close();
  }

  @Test
  void anAppendInBetweenIsKeptAndCostsNoMoreThanPuttingTheFilesAgain() throws IOException {
    commit(() -> put("k9", 15));
    assertThat(lakehouse.table(TABLE).version()).isEqualTo(6);
    assertThat(names(current())).hasSize(2).anyMatch(name -> name.startsWith("delta-b5-"));
    assertThat(state()).hasSize(4);
    requireNothingLeftBehind();
  }

  @Test
  void rowsThatComeToAnEraWhileItIsClosedGoToTheRootOrTheNextEra() {
    put("k4", 40);
    commit(
        () -> {
          put("k5", 35);
          put("k6", 41);
        });
    assertThat(current().segments().get(0).deltas()).hasSize(1);
    assertThat(current().segments().get(0).children().get(1).deltas()).hasSize(1);
    assertThat(state()).hasSize(6);
  }

  @Test
  void anotherCompactionInBetweenIsAConflictThatLeavesNothingBehind() throws IOException {
    assertConflict(
        () -> lakehouse.compactor().compact(TABLE, allocator), "was changed by another compaction");
    assertThat(lakehouse.table(TABLE).version()).isEqualTo(5);
    requireNothingLeftBehind();
  }

  @Test
  void aRollbackInBetweenToBeforeTheInputsIsAConflict() {
    assertConflict(() -> lakehouse.rollback(TABLE, 2), "was changed by another compaction");
    assertThat(state()).hasSize(1);
  }

  @Test
  void aCompactionThatIsStoppedChangesNothing() throws IOException {
    assertThatThrownBy(
            () -> {
              try (SortedFiles inputs = inputs(CompactionTest::stop)) {
                Compaction.open(TABLE, current(), plan(), inputs, writer, allocator).close();
              }
            })
        .isInstanceOf(AzofException.class)
        .extracting(e -> ((AzofException) e).code())
        .isEqualTo(ErrorCode.CANCELLED);
    assertThat(lakehouse.table(TABLE).version()).isEqualTo(4);
    requireNothingLeftBehind();
  }

  @Test
  void anInputThatIsMissingIsNamed() throws IOException {
    String missing = names(current()).iterator().next();
    Files.delete(folder.resolve(TABLE).resolve(missing));
    assertThatThrownBy(() -> lakehouse.compactor().compact(TABLE, allocator))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining(missing)
        .extracting(e -> ((AzofException) e).code())
        .isEqualTo(ErrorCode.DATA_FILE_MISSING);
    assertThat(lakehouse.table(TABLE).version()).isEqualTo(4);
  }

  private void assertConflict(Runnable between, String message) {
    assertThatThrownBy(() -> commit(between))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((AzofException) e).code())
        .isEqualTo(ErrorCode.CONFLICT);
  }

  /** Compacts, with something in between the work and the commit. */
  private void commit(Runnable between) {
    Committer committer =
        new Committer(
            store,
            new StoreSelfTest(store, writing.ids()),
            writing.clock(),
            writing.ids(),
            writing.pause());
    try (SortedFiles inputs = inputs(() -> {});
        Compaction compaction =
            Compaction.open(TABLE, current(), plan(), inputs, writer, allocator)) {
      between.run();
      committer.commit(TABLE, compaction);
    }
  }

  private static void stop() {
    throw new AzofException(ErrorCode.CANCELLED, "stopped");
  }

  private SortedFiles inputs(Runnable requireRunning) {
    return new SortedFiles(
        ScanFiles.open(TABLE, current(), List.of(), cache), writer, requireRunning);
  }

  private CompactionPlan plan() {
    return lakehouse.compactor().plan(TABLE);
  }

  private Snapshot current() {
    return new SnapshotReader(store).current(TABLE);
  }

  private List<List<@Nullable Object>> state() {
    try (ArrowReader rows = lakehouse.table(TABLE).scan().openReader(allocator)) {
      return Rows.read(rows);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void put(String key, long millis) {
    try (TableWriter rows = lakehouse.openWriter(TABLE, allocator)) {
      rows.put(key, new EventTime(millis), Map.of("a", millis));
      rows.commit();
    }
  }

  private static Set<String> names(Snapshot snapshot) {
    return snapshot.files().map(DataFile::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every data file is listed by a version, and none is staged. */
  private void requireNothingLeftBehind() throws IOException {
    Set<String> listed = new TreeSet<>();
    for (long version = 1; version <= current().version(); version++) {
      listed.addAll(names(lakehouse.table(TABLE, version).snapshot()));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      Set<String> found =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".parquet"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(found).isEqualTo(listed);
    }
  }
}

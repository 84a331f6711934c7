package io.azof.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.Table;
import io.azof.storage.compact.CompactionPlan;
import io.azof.storage.evolve.SchemaChange;
import io.azof.storage.fixture.Rows;
import io.azof.storage.history.TableModel.ModelRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.parquet.FooterReader;
import io.azof.storage.parquet.ParquetFile;
import io.azof.storage.parquet.ParquetReader;
import io.azof.storage.write.CommitSummary;
import io.azof.storage.write.TableWriter;
import io.azof.storage.write.WriteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Does to a table what a {@link RandomHistory} says, and holds it to the model after each step. */
final class HistoryRun implements AutoCloseable {
  static final String TABLE = "t";

  /** One in so many states is followed by a look at the table's whole history. */
  private static final int HISTORY_EVERY = 4;

  private final Random random;
  private final ObjectStore store;
  private final BufferAllocator allocator;
  private final RandomHistory history;
  private final HistoryUpkeep upkeep;
  private final HistoryLaws laws;
  private final List<String> steps = new ArrayList<>();
  private Lakehouse lakehouse;
  private final long seed;
  private int ids;
  private int seenByVersion1;

  HistoryRun(long seed, ObjectStore store, BufferAllocator allocator) {
    this.seed = seed;
    // The first numbers that a Random gives for neighbouring seeds are nearly the same.
    long scattered = seed * 0x9E37_79B9_7F4A_7C15L;
    this.random = new Random(scattered);
    this.history = new RandomHistory(new Random(~scattered));
    this.upkeep = new HistoryUpkeep(new Random(scattered + 1), history, store, allocator);
    this.laws = new HistoryLaws(new Random(scattered + 2), allocator);
    this.store = store;
    this.allocator = allocator;
    this.lakehouse = open();
  }

  private Lakehouse open() {
    WriteSettings settings =
        new WriteSettings(
            () -> Instant.ofEpochMilli(history.nowMillis()),
            () -> "id" + seed + "-" + ids++,
            attempt -> {},
            64L << 20,
            1);
    return Lakehouse.open(store, settings);
  }

  /** What was done so far, for the one who looks for the fault. */
  List<String> steps() {
    return steps;
  }

  void create() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("compaction.base-ratio", List.of("0.1", "0.5", "1.0").get(random.nextInt(3)));
    properties.put("compaction.era-rows-min", List.of("1", "5", "30").get(random.nextInt(3)));
    properties.put("compaction.delta-files-max", List.of("1", "2", "8").get(random.nextInt(3)));
    properties.put("compaction.late-files-max", List.of("1", "2", "4").get(random.nextInt(3)));
    Table made = lakehouse.createTable(TABLE, history.schema(), properties);
    steps.add("create " + properties + " " + history.schema());
    history.rewritten(made.version());
  }

  /** One random step. */
  void step() {
    int choice = random.nextInt(100);
    if (choice < 45) {
      append();
    } else if (choice < 62) {
      compact();
    } else if (choice < 72) {
      alter();
    } else if (choice < 76) {
      lakehouse.close();
      lakehouse = open();
      steps.add("reopen");
    } else if (choice < 82) {
      rollBack();
    } else {
      steps.add(upkeep.step(lakehouse));
    }
  }

  private void append() {
    List<ModelRow> rows = history.newRows();
    Collections.shuffle(rows, random);
    try (TableWriter writer = lakehouse.openWriter(TABLE, allocator)) {
      for (ModelRow row : rows) {
        EventTime time = new EventTime(row.eventTimeMillis());
        if (row.deleted()) {
          writer.delete(row.key(), time);
        } else {
          writer.put(row.key(), time, named(row));
        }
      }
      CommitSummary summary = writer.commit();
      steps.add("append " + rows + " as version " + summary.version());
      assertThat(summary.rows()).isEqualTo(rows.size());
      history.committed(summary.version(), rows);
    }
  }

  private Map<String, @Nullable Object> named(ModelRow row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Column column : history.schema().columns()) {
      values.put(column.name(), row.values().get(column.id()));
    }
    return values;
  }

  private void compact() {
    long before = lakehouse.table(TABLE).version();
    List<CompactionPlan> plans = lakehouse.compactor().compact(TABLE, allocator);
    steps.add("compact " + plans);
    long after = lakehouse.table(TABLE).version();
    assertThat(after > before).as("whether a compaction committed").isEqualTo(!plans.isEmpty());
    lakehouse
        .versions(TABLE)
        .versions()
        .map(ancestor -> ancestor.version())
        .filter(version -> version > before)
        .sorted()
        .forEach(history::rewritten);
    assertThat(lakehouse.compactor().compact(TABLE, allocator))
        .as("what is left to compact")
        .isEmpty();
  }

  private void alter() {
    TableSchema schema = history.schema();
    @Nullable SchemaChange change = change(schema);
    if (change != null) {
      Table altered = lakehouse.alterTable(TABLE, List.of(change));
      steps.add("alter " + change + " as version " + altered.version());
      history.altered(altered.version(), altered.schema());
    }
  }

  private @Nullable SchemaChange change(TableSchema schema) {
    String free = "n" + random.nextInt(4);
    boolean isFree = schema.column(free).isEmpty();
    @Nullable Column some =
        schema.columns().isEmpty()
            ? null
            : schema.columns().get(random.nextInt(schema.columns().size()));
    switch (random.nextInt(5)) {
      case 0, 1 -> {
        return isFree
            ? new SchemaChange.AddColumn(
                free,
                random.nextBoolean() ? ColumnType.INT : ColumnType.STRING,
                true,
                random.nextBoolean() ? "7" : null,
                null)
            : null;
      }
      case 2 -> {
        return isFree && some != null ? new SchemaChange.RenameColumn(some.id(), free) : null;
      }
      case 3 -> {
        return some != null && schema.columns().size() > 1
            ? new SchemaChange.DropColumn(some.id())
            : null;
      }
      default -> {
        return some != null && some.type().equals(ColumnType.INT)
            ? new SchemaChange.WidenColumn(
                some.id(), random.nextBoolean() ? ColumnType.DOUBLE : ColumnType.decimal(30, 2))
            : null;
      }
    }
  }

  private void rollBack() {
    List<Long> versions = history.retained();
    long target = versions.get(random.nextInt(versions.size()));
    if (target == lakehouse.table(TABLE).version()) {
      return;
    }
    Table now = lakehouse.rollback(TABLE, target);
    steps.add("roll back to " + target + " as version " + now.version());
    history.rolledBack(now.version(), target, now.schema());
  }

  /**
   * Holds the latest and some other moments of the current and some other versions to the model.
   */
  void requireRight(int moments) throws Exception {
    List<Long> versions = history.retained();
    requireRight(versions.get(versions.size() - 1), AsOf.LATEST);
    for (int i = 0; i < moments; i++) {
      int back = random.nextBoolean() ? 0 : random.nextInt(versions.size());
      requireRight(versions.get(versions.size() - 1 - back), history.moment());
    }
  }

  /** Looks for faults in all that there is. */
  void requireSound() {
    upkeep.check(lakehouse);
  }

  /**
   * A reader of version 1 of the format sees the same, or stops with an error.
   *
   * @return whether it sees it
   */
  private boolean requireRightForVersion1(long version, AsOf asOf) {
    Optional<List<List<@Nullable Object>>> state = stateForVersion1(version, asOf);
    state.ifPresent(
        rows ->
            assertThat(Rows.sorted(rows))
                .as("version %s as of %s, by version 1 of the format", version, asOf)
                .isEqualTo(Rows.sorted(history.version(version).state(asOf))));
    return state.isPresent();
  }

  private Optional<List<List<@Nullable Object>>> stateForVersion1(long version, AsOf asOf) {
    byte[] snapshot = store.read(TABLE + "/s" + version + ".json").orElseThrow().content();
    Table table = lakehouse.table(TABLE, version);
    Map<String, DataFile> files = new LinkedHashMap<>();
    table.snapshot().files().forEach(file -> files.put(file.name(), file));
    return Version1Reader.state(snapshot, name -> rows(table, files.get(name)), asOf);
  }

  private List<List<@Nullable Object>> rows(Table table, @Nullable DataFile file) {
    if (file == null || file.facts() == null) {
      throw new IllegalArgumentException("a file that is not listed with its facts");
    }
    try {
      Path copy = Files.createTempFile("azof-", ".parquet");
      Files.write(copy, store.read(TABLE + "/" + file.name()).orElseThrow().content());
      List<List<@Nullable Object>> rows = new ArrayList<>();
      try (ParquetReader reader =
          ParquetReader.open(
              List.of(new ParquetFile(copy, file.name(), FooterReader.read(copy, file.name()))),
              table.schema().columnNames(),
              100,
              allocator)) {
        while (reader.next()) {
          Rows.add(reader.root(), rows);
        }
      } finally {
        Files.delete(copy);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many states a reader of version 1 of the format saw as well. */
  int seenByVersion1() {
    return seenByVersion1;
  }

  private void requireRight(long version, AsOf asOf) throws Exception {
    Table table = lakehouse.table(TABLE, version);
    if (asOf.boundMillis() < history.floorMillis(version)) {
      assertThatThrownBy(() -> table.scan().asOf(asOf).openReader(allocator))
          .as("version %s as of %s", version, asOf)
          .isInstanceOfSatisfying(
              AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HISTORY_EXPIRED));
      assertThat(stateForVersion1(version, asOf)).isEmpty();
      return;
    }
    seenByVersion1 += requireRightForVersion1(version, asOf) ? 1 : 0;
    try (ArrowReader reader = table.scan().asOf(asOf).openReader(allocator)) {
      assertThat(Rows.sorted(Rows.read(reader)))
          .as("version %s as of %s", version, asOf)
          .isEqualTo(Rows.sorted(history.version(version).state(asOf)));
    }
    if (random.nextInt(HISTORY_EVERY) == 0) {
      laws.require(table, history.version(version), history.floorMillis(version), asOf);
    }
  }

  @Override
  public void close() {
    lakehouse.close();
  }
}

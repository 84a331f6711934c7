package io.azof.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.evolve.SchemaChange;
import io.azof.storage.evolve.SchemaChange.AddColumn;
import io.azof.storage.evolve.SchemaChange.DropColumn;
import io.azof.storage.evolve.SchemaChange.RenameColumn;
import io.azof.storage.evolve.SchemaChange.SetDoc;
import io.azof.storage.evolve.SchemaChange.SetNullable;
import io.azof.storage.evolve.SchemaChange.WidenColumn;
import io.azof.storage.fixture.Rows;
import io.azof.storage.history.TableModel.ModelRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose columns are changed between rows, against the model. */
final class AlteredTableTest {
  private static final List<ColumnType> TYPES =
      List.of(
          ColumnType.STRING,
          ColumnType.INT,
          ColumnType.INT,
          ColumnType.BOOLEAN,
          ColumnType.DATE_TIME,
          ColumnType.DOUBLE,
          ColumnType.decimal(3, 1),
          ColumnType.decimal(12, 2),
          ColumnType.DATE,
          ColumnType.BINARY);

  @TempDir private Path folder;
  @TempDir private Path spill;
  private final Map<Long, TableModel> versions = new TreeMap<>();
  private BufferAllocator allocator;
  private DuckDb duckDb;
  private AlteredTable table;
  private TableModel current = TableModel.empty(new TableSchema(List.of()));
  private long nowMillis;
  private int nextValue;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    duckDb = DuckDb.open(new DuckDbSettings(128L << 20, 1, spill, List.of(folder)));
    table = new AlteredTable(folder, duckDb, allocator);
  }

  @AfterEach
  void leavesNoMemory() {
    duckDb.close();
    allocator.close();
  }

  @Test
  void eachVersionIsReadUnderTheColumnsThatItHad() {
    create(new Column("a", ColumnType.INT, false), new Column("b", ColumnType.STRING, true));
    append("k1", "k2");
    alter(new AddColumn("c", ColumnType.DOUBLE, false, "0.5", null));
    append("k2", "k3");
    alter(new RenameColumn(1, "amount"), new DropColumn(2));
    append("k3", "k4");
    alter(new AddColumn("b", ColumnType.STRING, true, null, "another one"));
    append("k4", "k5");
    alter(new WidenColumn(1, ColumnType.decimal(20, 1)), new SetNullable(1, true));
    append("k1", "k6");
    alter(new WidenColumn(1, ColumnType.decimal(38, 10)), new SetDoc(1, "in cents"));
    append("k1", "k7");
    alter(new DropColumn(4));
    alter(new AddColumn("b", ColumnType.INT, true, "7", null));
    append("k7", "k8");
    checkAll();
    assertThat(current.schema().columnNames())
        .containsExactly("key", "event_time", "amount", "c", "b");
    rollBack(4);
    append("k2", "k9");
    alter(new AddColumn("d", ColumnType.DATE, true, null, null));
    append("k9");
    checkAll();
  }

  @Test
  void anAlterationIsACommitWithWordsAboutIt() {
    create(new Column("a", ColumnType.INT, true));
    Snapshot altered =
        table.alter(
            List.of(
                new AddColumn("b", ColumnType.INT, true, null, null),
                new RenameColumn(1, "x"),
                new WidenColumn(1, ColumnType.DOUBLE)));
    assertThat(altered.version()).isEqualTo(2);
    assertThat(Objects.requireNonNull(altered.lineage()).operation()).isEqualTo(Operation.ALTER);
    assertThat(altered.lineage().summary())
        .isEqualTo(
            Map.of(
                "changes",
                "add column \"b\" Int; rename column 1 to \"x\"; widen column 1 to Double"));
  }

  @Test
  void anAlterationThatMakesNoSenseCommitsNothing() {
    create(new Column("a", ColumnType.INT, true));
    assertThatThrownBy(() -> table.alter(List.of(new DropColumn(1), new RenameColumn(1, "b"))))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
        .hasMessage("Cannot alter table \"t\": there is no column with the id 1");
    append("k");
    checkAll();
    assertThat(versions).hasSize(2);
  }

  @RepeatedTest(20)
  void anySequenceOfChangesIsReadAsTheModelSays() {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    Random random = new Random(seed);
    create(
        new Column("n0", ColumnType.INT, random.nextBoolean()),
        new Column("n1", TYPES.get(random.nextInt(TYPES.size())), true));
    for (int i = 0; i < 25; i++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> appendSome(random);
        case 4 -> rollBack(new ArrayList<>(versions.keySet()).get(random.nextInt(versions.size())));
        case 5 -> rewrite();
        default -> alter(change(random));
      }
    }
    checkAll();
  }

  /** A change that can be made; names come back, types get wider as far as they can. */
  private SchemaChange change(Random random) {
    List<Column> columns = current.schema().columns();
    if (columns.isEmpty() || random.nextInt(3) == 0) {
      ColumnType type = TYPES.get(random.nextInt(TYPES.size()));
      String text = random.nextBoolean() ? null : defaultOf(type);
      return new AddColumn(
          freeName(random), type, text == null || random.nextBoolean(), text, null);
    }
    Column column = columns.get(random.nextInt(columns.size()));
    return switch (random.nextInt(6)) {
      case 0, 1 -> new RenameColumn(column.id(), freeName(random));
      case 2 -> new DropColumn(column.id());
      case 3 -> new SetNullable(column.id(), true);
      default -> {
        List<ColumnType> wider =
            List.of(
                    ColumnType.DOUBLE,
                    ColumnType.decimal(12, 2),
                    ColumnType.decimal(20, 1),
                    ColumnType.decimal(25, 5),
                    ColumnType.decimal(38, 15),
                    ColumnType.decimal(38, 19))
                .stream()
                .filter(type -> !type.equals(column.type()) && column.type().widensTo(type))
                .toList();
        yield wider.isEmpty()
            ? new SetDoc(column.id(), "x")
            : new WidenColumn(column.id(), wider.get(random.nextInt(wider.size())));
      }
    };
  }

  private static @Nullable String defaultOf(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> "none";
      case INT -> "-3";
      case BOOLEAN -> "true";
      case DOUBLE -> "-0.125";
      case DECIMAL -> "4.5";
      case DATE_TIME, DATE, BINARY -> null; // the model does not read them
    };
  }

  private String freeName(Random random) {
    while (true) {
      String name = "n" + random.nextInt(current.schema().columns().size() + 4);
      if (current.schema().column(name).isEmpty()) {
        return name;
      }
    }
  }

  private void create(Column... columns) {
    Snapshot first = table.create(new TableSchema(List.of(columns)));
    become(first, TableModel.empty(first.schema()));
  }

  private void appendSome(Random random) {
    append(
        random
            .ints(random.nextInt(1, 6), 0, 10)
            .distinct()
            .mapToObj(i -> "k" + i)
            .toArray(String[]::new));
  }

  /** A row for each key, newer than all that are there. */
  private void append(String... keys) {
    List<ModelRow> rows = new ArrayList<>();
    for (String key : keys) {
      Map<Integer, @Nullable Object> values = new LinkedHashMap<>();
      for (Column column : current.schema().columns()) {
        boolean isNull = column.nullable() && nextValue % 5 == 0;
        values.put(column.id(), isNull ? null : AlteredTable.value(column.type(), nextValue));
        nextValue++;
      }
      rows.add(new ModelRow(key, nowMillis++, 0, false, values));
    }
    become(table.append(rows), current.with(rows));
  }

  /** Puts the state into one file of the newest schema; nothing can be seen of it. */
  private void rewrite() {
    TreeMap<String, ModelRow> newest = new TreeMap<>();
    current.rows().forEach(row -> newest.put(row.key(), asOfNow(row)));
    if (!newest.isEmpty()) {
      List<ModelRow> rows = new ArrayList<>(newest.values());
      Snapshot rewritten = table.rewrite(rows);
      become(rewritten, new TableModel(current.schema(), rows));
    }
  }

  /** The row with a value in each column. */
  private ModelRow asOfNow(ModelRow row) {
    List<@Nullable Object> shown = current.shown(row);
    Map<Integer, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < current.schema().columns().size(); i++) {
      values.put(current.schema().columns().get(i).id(), shown.get(i + 2));
    }
    return new ModelRow(row.key(), row.eventTimeMillis(), 0, false, values);
  }

  private void alter(SchemaChange... changes) {
    Snapshot altered = table.alter(List.of(changes));
    become(altered, current.withSchema(altered.schema()));
  }

  private void rollBack(long target) {
    if (!current.equals(versions.get(target))) {
      Snapshot back = table.rollBack(target);
      TableModel then = Objects.requireNonNull(versions.get(target));
      become(back, then.withSchema(back.schema()));
    }
  }

  private void become(Snapshot snapshot, TableModel model) {
    current = model;
    versions.put(snapshot.version(), model);
  }

  private void checkAll() {
    versions.forEach(
        (version, model) -> {
          for (AsOf asOf : List.of(AsOf.LATEST, AsOf.at(new EventTime(nowMillis / 2)))) {
            assertThat(table.state(version, asOf))
                .as("version %d as of %s", version, asOf)
                .isEqualTo(Rows.sorted(model.state(asOf)));
          }
        });
  }
}

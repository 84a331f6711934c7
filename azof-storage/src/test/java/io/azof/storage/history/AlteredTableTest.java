package io.azof.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.Table;
import io.azof.storage.evolve.SchemaChange;
import io.azof.storage.evolve.SchemaChange.AddColumn;
import io.azof.storage.evolve.SchemaChange.DropColumn;
import io.azof.storage.evolve.SchemaChange.RenameColumn;
import io.azof.storage.evolve.SchemaChange.SetDoc;
import io.azof.storage.evolve.SchemaChange.SetNullable;
import io.azof.storage.evolve.SchemaChange.WidenColumn;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.history.TableModel.ModelRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Operation;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.write.TableWriter;
import io.azof.storage.write.WriteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
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

  private static final List<ColumnType> WIDE_TYPES =
      List.of(
          ColumnType.DOUBLE,
          ColumnType.decimal(12, 2),
          ColumnType.decimal(20, 1),
          ColumnType.decimal(25, 5),
          ColumnType.decimal(38, 15),
          ColumnType.decimal(38, 19));

  @TempDir private Path folder;
  private final Map<Long, TableModel> versions = new TreeMap<>();
  private BufferAllocator allocator;
  private Lakehouse lakehouse;
  private TableModel current = TableModel.empty(new TableSchema(List.of()));
  private long nowMillis = 100;
  private int nextValue;
  private int ids;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    WriteSettings settings =
        new WriteSettings(
            () -> Instant.ofEpochMilli(nowMillis), () -> "id" + ids++, attempt -> {}, 64 << 20, 1);
    lakehouse = Lakehouse.open(new LocalObjectStore(folder), settings);
  }

  @AfterEach
  void leavesNoMemory() {
    lakehouse.close();
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
    compact();
    checkAll();
  }

  @Test
  void aTableOfVersion1CanBeAltered() {
    new SmallTable(new LakehouseFixture(folder));
    List<ModelRow> rows =
        Stream.of(SmallTable.baseRows(), SmallTable.deltaRows())
            .flatMap(List::stream)
            .map(AlteredTableTest::ofSmallTable)
            .toList();
    become(lakehouse.table("t"), new TableModel(lakehouse.table("t").schema(), rows));
    alter(new RenameColumn(1, "m"), new WidenColumn(1, ColumnType.DOUBLE), new DropColumn(2));
    checkAll();
    append("k1", "k20");
    alter(new AddColumn("s", ColumnType.STRING, true, "none", null));
    append("k2", "k21");
    compact();
    checkAll();
  }

  private static ModelRow ofSmallTable(List<@Nullable Object> row) {
    Map<Integer, @Nullable Object> values = new LinkedHashMap<>();
    values.put(1, row.get(2));
    values.put(2, row.get(3));
    long time = (Long) Objects.requireNonNull(row.get(1));
    return new ModelRow(String.valueOf(row.get(0)), time, 0, false, values);
  }

  @Test
  void anAlterationIsACommitWithWordsAboutIt() {
    create(new Column("a", ColumnType.INT, true));
    alter(
        new AddColumn("b", ColumnType.INT, true, null, null),
        new RenameColumn(1, "x"),
        new WidenColumn(1, ColumnType.DOUBLE));
    Lineage lineage = Objects.requireNonNull(lakehouse.table("t").scan().snapshot().lineage());
    assertThat(lineage.operation()).isEqualTo(Operation.ALTER);
    assertThat(lineage.summary())
        .isEqualTo(
            Map.of(
                "changes",
                "add column \"b\" Int; rename column 1 to \"x\"; widen column 1 to Double"));
  }

  @Test
  void anAlterationThatMakesNoSenseCommitsNothing() {
    create(new Column("a", ColumnType.INT, true));
    List<SchemaChange> changes = List.of(new DropColumn(1), new RenameColumn(1, "b"));
    assertThatThrownBy(() -> lakehouse.alterTable("t", changes))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
        .hasMessage("Cannot alter table \"t\": there is no column with the id 1");
    assertThat(lakehouse.table("t").version()).isEqualTo(1);
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
        case 0, 1, 2, 3 -> append(keys(random));
        case 4 -> rollBack(new ArrayList<>(versions.keySet()).get(random.nextInt(versions.size())));
        case 5 -> compact();
        default -> alter(change(random));
      }
    }
    checkAll();
  }

  private static String[] keys(Random random) {
    return random
        .ints(1 + random.nextInt(5), 0, 10)
        .distinct()
        .mapToObj(i -> "k" + i)
        .toArray(String[]::new);
  }

  /** A change that can be made; names come back, types get wider as far as they can. */
  private SchemaChange change(Random random) {
    List<Column> columns = current.schema().columns();
    if (columns.isEmpty() || random.nextInt(3) == 0) {
      ColumnType type = TYPES.get(random.nextInt(TYPES.size()));
      String text = random.nextBoolean() ? null : defaultOf(type);
      boolean nullable = text == null || random.nextBoolean();
      return new AddColumn(freeName(random), type, nullable, text, null);
    }
    Column column = columns.get(random.nextInt(columns.size()));
    return switch (random.nextInt(6)) {
      case 0, 1 -> new RenameColumn(column.id(), freeName(random));
      case 2 -> new DropColumn(column.id());
      case 3 -> new SetNullable(column.id(), true);
      default -> widening(column, random);
    };
  }

  private static SchemaChange widening(Column column, Random random) {
    List<ColumnType> wider =
        WIDE_TYPES.stream()
            .filter(type -> !type.equals(column.type()) && column.type().widensTo(type))
            .toList();
    return wider.isEmpty()
        ? new SetDoc(column.id(), "x")
        : new WidenColumn(column.id(), wider.get(random.nextInt(wider.size())));
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
    Map<String, String> properties =
        Map.of("compaction.base-ratio", "0.1", "compaction.era-rows-min", "1");
    Table made = lakehouse.createTable("t", new TableSchema(List.of(columns)), properties);
    become(made, TableModel.empty(made.schema()));
  }

  /** Commits a row for each key, newer than all that are there. */
  private void append(String... keys) {
    List<ModelRow> rows = new ArrayList<>();
    try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
      for (String key : keys) {
        long time = nowMillis++;
        Map<Integer, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        for (Column column : current.schema().columns()) {
          int number = nextValue++;
          boolean isNull = column.nullable() && number % 5 == 0;
          values.put(column.id(), isNull ? null : modelled(column.type(), number));
          given.put(column.name(), isNull ? null : given(column.type(), number));
        }
        rows.add(new ModelRow(key, time, 0, false, values));
        writer.put(key, new EventTime(time), given);
      }
      writer.commit();
    }
    become(lakehouse.table("t"), current.with(rows));
  }

  /** Some value of a type as the model has it, of few digits, so that it fits narrow types too. */
  private static Object modelled(ColumnType type, int number) {
    return switch (type.kind()) {
      case STRING -> "v" + number;
      case INT, DATE_TIME -> (long) number;
      case BOOLEAN -> number % 2 == 0;
      case DOUBLE -> number / 8.0;
      case DECIMAL -> BigDecimal.valueOf(number % 10, 1).setScale(type.scale(), RoundingMode.DOWN);
      case DATE -> number;
      case BINARY -> new byte[] {(byte) number};
    };
  }

  /** The same value as a writer takes it. */
  private static Object given(ColumnType type, int number) {
    return switch (type.kind()) {
      case DATE_TIME -> new EventTime(number);
      case DATE -> LocalDate.ofEpochDay(number);
      default -> modelled(type, number);
    };
  }

  /** Rewrites files under the newest schema; nothing can be seen of it. */
  private void compact() {
    lakehouse.compactor().compact("t", allocator);
    become(lakehouse.table("t"), current);
  }

  private void alter(SchemaChange... changes) {
    Table altered = lakehouse.alterTable("t", List.of(changes));
    become(altered, current.withSchema(altered.schema()));
  }

  private void rollBack(long target) {
    if (target != lakehouse.table("t").version()) {
      Table back = lakehouse.rollback("t", target);
      TableModel then = Objects.requireNonNull(versions.get(target));
      become(back, then.withSchema(back.schema()));
    }
  }

  private void become(Table table, TableModel model) {
    current = model;
    versions.put(table.version(), model);
  }

  private void checkAll() {
    versions.forEach(
        (version, model) -> {
          for (AsOf asOf : List.of(AsOf.LATEST, AsOf.at(new EventTime(nowMillis - 10)))) {
            assertThat(state(version, asOf))
                .as("version %d as of %s", version, asOf)
                .isEqualTo(Rows.sorted(model.state(asOf)));
          }
        });
  }

  private List<String> state(long version, AsOf asOf) {
    try (ArrowReader reader =
        lakehouse.table("t", version).scan().asOf(asOf).openReader(allocator)) {
      return Rows.sorted(Rows.read(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.azof.storage.history;

import io.azof.storage.Lakehouse;
import io.azof.storage.fixture.GivenRows;
import io.azof.storage.fixture.Rows;
import io.azof.storage.history.TableModel.ModelRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import io.azof.storage.parquet.ArrowColumns;
import io.azof.storage.snapshot.RetryPause;
import io.azof.storage.write.TableWriter;
import io.azof.storage.write.WriteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Small tables with one column, {@code n}, in one lakehouse, whose clock advances by a second with
 * each look at it. Their event times are the first {@value #SPAN_MILLIS} milliseconds of 1970.
 */
final class LawTables implements AutoCloseable {
  static final int SPAN_MILLIS = 120;

  private static final TableSchema SCHEMA =
      new TableSchema(List.of(new Column("n", ColumnType.INT, true)));
  private static final Map<String, String> EAGER =
      Map.of(
          "compaction.base-ratio", "0.5",
          "compaction.era-rows-min", "6",
          "compaction.delta-files-max", "2",
          "compaction.late-files-max", "1");
  private static final int BATCH_ROWS = 7;

  private final BufferAllocator allocator;
  private final AtomicLong seconds = new AtomicLong();
  private final AtomicLong ids = new AtomicLong();
  private final Lakehouse lakehouse;

  LawTables(BufferAllocator allocator) {
    this.allocator = allocator;
    this.lakehouse =
        Lakehouse.open(
            new MemoryObjectStore(),
            new WriteSettings(
                () -> Instant.ofEpochSecond(1_000 + seconds.incrementAndGet()),
                () -> "id" + ids.incrementAndGet(),
                RetryPause.NONE,
                64L << 20,
                1));
  }

  Lakehouse lakehouse() {
    return lakehouse;
  }

  void create(String table) {
    lakehouse.createTable(table, SCHEMA, EAGER);
  }

  void compact(String table) {
    lakehouse.compactor().compact(table, allocator);
  }

  /** Rows about a time that goes on: in order, late, corrections, deletes. */
  static List<ModelRow> rows(Random random, int count) {
    List<ModelRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int now = 1 + i * (SPAN_MILLIS - 1) / count;
      long time = random.nextInt(4) == 0 ? random.nextInt(now) : now;
      boolean isAgain = !rows.isEmpty() && random.nextInt(4) == 0;
      ModelRow other = isAgain ? rows.get(random.nextInt(rows.size())) : null;
      boolean deleted = random.nextInt(6) == 0;
      rows.add(
          new ModelRow(
              other == null ? "k" + random.nextInt(8) : other.key(),
              other == null ? time : other.eventTimeMillis(),
              i,
              deleted,
              deleted ? Map.of() : Map.of(1, (long) i)));
    }
    return rows;
  }

  /** What rows that came in this order make of a table, whatever commits they came in. */
  static TableModel model(List<ModelRow> rows) {
    return new TableModel(SCHEMA, List.copyOf(rows));
  }

  /** Commits the rows in their order, by one of the ways in which a writer takes them. */
  void append(String table, List<ModelRow> rows, Random random) {
    try (TableWriter writer = lakehouse.openWriter(table, allocator)) {
      int at = 0;
      while (at < rows.size()) {
        int next = Math.min(rows.size(), at + 1 + random.nextInt(rows.size()));
        write(writer, rows.subList(at, next), random.nextInt(3));
        at = next;
      }
      writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(TableWriter writer, List<ModelRow> rows, int how) throws IOException {
    if (how == 0) {
      rows.forEach(row -> put(writer, row));
      return;
    }
    List<Field> fields =
        new ArrayList<>(ArrowColumns.schema(SCHEMA, SCHEMA.columnNames()).getFields());
    fields.add(Field.nullable(TableSchema.DELETED, ArrowColumns.arrowType(ColumnType.BOOLEAN)));
    List<List<@Nullable Object>> given =
        rows.stream()
            .map(
                row ->
                    Rows.row(row.key(), row.eventTimeMillis(), row.values().get(1), row.deleted()))
            .toList();
    try (ArrowReader reader = GivenRows.open(new Schema(fields), given, BATCH_ROWS, allocator)) {
      if (how == 1) {
        writer.write(reader);
      } else {
        while (reader.loadNextBatch()) {
          writer.write(reader.getVectorSchemaRoot());
        }
      }
    }
  }

  private static void put(TableWriter writer, ModelRow row) {
    EventTime time = new EventTime(row.eventTimeMillis());
    if (row.deleted()) {
      writer.delete(row.key(), time);
    } else {
      Map<String, @Nullable Object> values = new HashMap<>();
      values.put("n", row.values().get(1));
      writer.put(row.key(), time, values);
    }
  }

  /** Some event times of interest, and the latest. */
  static List<AsOf> moments(Random random, long floorMillis, int count) {
    List<AsOf> moments = new ArrayList<>(List.of(AsOf.LATEST));
    for (int i = 0; i < count; i++) {
      moments.add(AsOf.at(new EventTime(Math.max(floorMillis, random.nextInt(SPAN_MILLIS + 4)))));
    }
    return moments;
  }

  /** The state of a version, as texts in order. */
  List<String> state(String table, long version, AsOf asOf) {
    try (ArrowReader reader =
        lakehouse.table(table, version).scan().asOf(asOf).openReader(allocator)) {
      return Rows.sorted(Rows.read(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    lakehouse.close();
  }
}

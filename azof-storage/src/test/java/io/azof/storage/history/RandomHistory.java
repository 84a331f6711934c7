package io.azof.storage.history;

import io.azof.storage.history.TableModel.ModelRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What somebody might do with one table, and what the table must be after it. Keys are few and
 * event times close together, so that rows meet: late ones, corrections, deletes before and after.
 */
final class RandomHistory {
  private static final int SPAN_MILLIS = 100;

  private final Random random;
  private final List<String> keys = new ArrayList<>();
  private final Map<Long, TableModel> versions = new TreeMap<>();
  private final Map<Long, Long> floorsMillis = new HashMap<>();
  private TableModel current;
  private long nowMillis;
  private long retainedFrom = 1;
  private long floorMillis = Long.MIN_VALUE;
  private long nextValue;

  RandomHistory(Random random) {
    this.random = random;
    for (int i = 0; i <= random.nextInt(12); i++) {
      keys.add("k" + i);
    }
    this.nowMillis = 1_600_000_000_000L;
    this.current = TableModel.empty(firstSchema());
  }

  private TableSchema firstSchema() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("a", ColumnType.INT, random.nextBoolean()));
    if (random.nextBoolean()) {
      columns.add(new Column("b", ColumnType.STRING, random.nextBoolean()));
    }
    if (random.nextInt(3) == 0) {
      columns.add(new Column("c", ColumnType.decimal(12, 2), true));
    }
    return new TableSchema(columns);
  }

  TableSchema schema() {
    return current.schema();
  }

  /** Rows for one commit, each of another key and event time; the sequence is still to come. */
  List<ModelRow> newRows() {
    Map<String, ModelRow> rows = new LinkedHashMap<>();
    nowMillis += random.nextInt(SPAN_MILLIS / 4);
    for (int i = random.nextInt(20); i >= 0; i--) {
      String key = keys.get(random.nextInt(keys.size()));
      long time = Math.max(eventTime(), floorMillis);
      boolean deleted = random.nextInt(6) == 0;
      rows.put(
          key + "|" + time, new ModelRow(key, time, 0, deleted, deleted ? Map.of() : values()));
    }
    return new ArrayList<>(rows.values());
  }

  private long eventTime() {
    List<ModelRow> rows = current.rows();
    return switch (random.nextInt(10)) {
      case 0, 1 -> nowMillis - random.nextInt(SPAN_MILLIS * 10);
      case 2 ->
          rows.isEmpty() ? nowMillis : rows.get(random.nextInt(rows.size())).eventTimeMillis();
      default -> nowMillis - random.nextInt(SPAN_MILLIS / 4);
    };
  }

  private Map<Integer, @Nullable Object> values() {
    Map<Integer, @Nullable Object> values = new LinkedHashMap<>();
    for (Column column : schema().columns()) {
      values.put(column.id(), column.nullable() && random.nextInt(5) == 0 ? null : value(column));
    }
    return values;
  }

  private Object value(Column column) {
    long number = nextValue++;
    return switch (column.type().kind()) {
      case INT -> number;
      case DOUBLE -> number + 0.5;
      case DECIMAL -> BigDecimal.valueOf(number * 100 + 25, 2).setScale(column.type().scale());
      case BOOLEAN -> random.nextBoolean();
      default -> "v" + number;
    };
  }

  /** Notes that the rows were committed as this version. */
  void committed(long version, List<ModelRow> rows) {
    List<ModelRow> sequenced = new ArrayList<>();
    for (ModelRow row : rows) {
      sequenced.add(
          new ModelRow(row.key(), row.eventTimeMillis(), version, row.deleted(), row.values()));
    }
    become(version, current.with(sequenced));
  }

  /** Notes that the table is at another version with the same rows. */
  void rewritten(long version) {
    become(version, current);
  }

  void altered(long version, TableSchema schema) {
    become(version, current.withSchema(schema));
  }

  void rolledBack(long version, long target, TableSchema schema) {
    become(version, version(target).withSchema(schema));
  }

  /** Notes that the versions before {@code oldest} were let go of by this version. */
  void expired(long version, long oldest) {
    rewritten(version);
    retainedFrom = oldest;
  }

  /** Notes that the states before an event time were let go of by this version. */
  void floored(long version, long millis) {
    floorMillis = millis;
    rewritten(version);
  }

  private void become(long version, TableModel model) {
    current = model;
    versions.put(version, model);
    floorsMillis.put(version, floorMillis);
  }

  /** The event time below which a version cannot be asked for. */
  long floorMillis(long version) {
    return Objects.requireNonNull(floorsMillis.get(version));
  }

  /** The event time below which the current version cannot be asked for, nor be written to. */
  long floorMillis() {
    return floorMillis;
  }

  long nowMillis() {
    return nowMillis;
  }

  /** The retained versions, oldest first. */
  List<Long> retained() {
    return versions.keySet().stream().filter(version -> version >= retainedFrom).toList();
  }

  /** The versions that were let go of. */
  List<Long> expired() {
    return versions.keySet().stream().filter(version -> version < retainedFrom).toList();
  }

  TableModel version(long version) {
    TableModel model = versions.get(version);
    if (model == null) {
      throw new IllegalArgumentException("no version " + version);
    }
    return model;
  }

  /** An event time at which an answer is likely to be wrong, or the latest; it may have expired. */
  AsOf moment() {
    if (random.nextInt(4) == 0 || current.rows().isEmpty()) {
      return AsOf.LATEST;
    }
    if (floorMillis > Long.MIN_VALUE && random.nextInt(5) == 0) {
      return AsOf.at(new EventTime(floorMillis - random.nextInt(2)));
    }
    ModelRow row = current.rows().get(random.nextInt(current.rows().size()));
    return AsOf.at(new EventTime(row.eventTimeMillis() + random.nextInt(3) - 1));
  }
}

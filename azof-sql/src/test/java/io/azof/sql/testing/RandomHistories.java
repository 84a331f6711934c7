package io.azof.sql.testing;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Tables {@code p}, {@code q} and {@code e} of a few keys and times, with late rows, corrections
 * and deletes in several commits; and for an engine without time a table of the history at each
 * version.
 */
final class RandomHistories {
  private static final List<Filled> TABLES =
      List.of(new Filled("p", 24), new Filled("q", 12), new Filled("e", 1));
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final String PLAIN_COLUMNS = "(key, event_time, valid_to, x, y, s, b)";

  /** The times at which something happens, and some others. */
  static final List<String> TIMES =
      Stream.of("01-01", "01-02", "01-03", "01-04", "01-05", "02-01")
          .map(day -> "2021-" + day + " 00:00:00")
          .toList();

  private record Filled(String table, int rows) {}

  /** What a statement says of a table, and how an engine without time says it. */
  record Clause(String sql, String plain) {}

  /** What a statement says of a version of a table, and the table of its history. */
  private record Known(String clause, String plain) {}

  private final Dice dice;
  private final List<String> plainTables = new ArrayList<>();
  private final Map<String, List<Long>> versions = new HashMap<>();

  RandomHistories(Dice dice) {
    this.dice = dice;
  }

  /** Writes the tables. */
  void write(Lakehouse lakehouse, BufferAllocator allocator) {
    TableSchema schema =
        new TableSchema(
            List.of(
                new Column("x", ColumnType.INT, true),
                new Column("y", ColumnType.INT, true),
                new Column("s", ColumnType.STRING, true),
                new Column("b", ColumnType.BOOLEAN, true)));
    Map<String, String> properties =
        Map.of(
            "compaction.era-rows-min", "4",
            "compaction.base-ratio", "0.3",
            "compaction.late-files-max", "1");
    for (Filled filled : TABLES) {
      lakehouse.createTable(filled.table, schema, properties);
      Map<String, TreeMap<String, Map<String, Object>>> rows = new TreeMap<>();
      keep(lakehouse, filled.table, rows);
      for (int commit = 0; commit < 3; commit++) {
        try (TableWriter writer = lakehouse.openWriter(filled.table, allocator)) {
          for (int row = 0; row < (filled.rows + 2) / 3; row++) {
            write(writer, rows);
          }
          writer.commit();
        }
        keep(lakehouse, filled.table, rows);
        if (dice.oneIn(3)) {
          lakehouse.compactor().compact(filled.table, allocator);
          keep(lakehouse, filled.table, rows);
        }
      }
    }
  }

  private void write(TableWriter writer, Map<String, TreeMap<String, Map<String, Object>>> rows) {
    String key = dice.of(KEYS);
    String time = dice.of(TIMES.subList(0, TIMES.size() - 1));
    EventTime eventTime = EventTime.parse(time.replace(' ', 'T') + "Z");
    Map<String, Object> values = dice.oneIn(6) ? Map.of() : values();
    if (values.isEmpty()) {
      writer.delete(key, eventTime);
    } else {
      writer.put(key, eventTime, values);
    }
    rows.computeIfAbsent(key, any -> new TreeMap<>()).put(time, values);
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    values.put("x", (long) dice.below(4));
    values.put("y", (long) dice.below(4));
    values.put("s", dice.of("a", "b", "c"));
    values.put("b", dice.oneIn(2));
    values.keySet().removeIf(column -> values.size() > 1 && dice.oneIn(4));
    return values;
  }

  /** Remembers a version, whose rows are those of keys and times; without values a delete. */
  private void keep(
      Lakehouse lakehouse, String table, Map<String, TreeMap<String, Map<String, Object>>> rows) {
    long version = lakehouse.table(table).snapshot().version();
    versions.computeIfAbsent(table, any -> new ArrayList<>()).add(version);
    String name = plainName(table, version);
    plainTables.add(
        "CREATE OR REPLACE TABLE "
            + name
            + " (key VARCHAR, event_time TIMESTAMP, valid_to TIMESTAMP, x BIGINT, y BIGINT,"
            + " s VARCHAR, b BOOLEAN, valid_from TIMESTAMP AS (event_time))");
    rows.forEach(
        (key, states) ->
            states.forEach(
                (time, values) -> {
                  if (!values.isEmpty()) {
                    plainTables.add(
                        Stream.of(
                                key,
                                time,
                                states.higherKey(time),
                                values.get("x"),
                                values.get("y"),
                                values.get("s"),
                                values.get("b"))
                            .map(RandomHistories::literal)
                            .collect(
                                Collectors.joining(
                                    ", ",
                                    "INSERT INTO " + name + PLAIN_COLUMNS + " VALUES (",
                                    ")")));
                  }
                }));
    plainTables.add(
        "CREATE OR REPLACE VIEW " + table + " AS FROM " + name + " WHERE valid_to IS NULL");
  }

  private static String literal(@Nullable Object value) {
    return value instanceof String ? "'" + value + "'" : String.valueOf(value);
  }

  private static String plainName(String table, long version) {
    return table + "_" + version;
  }

  /** What makes the tables in an engine without time. */
  List<String> plainTables() {
    return List.copyOf(plainTables);
  }

  /** One of the tables. */
  String table() {
    return dice.of(TABLES).table;
  }

  /** A table at some time, most often the latest, without its alias. */
  Clause state(String table) {
    if (dice.oneIn(2)) {
      return new Clause(table, table);
    }
    Known known = known(table);
    if (dice.oneIn(3)) {
      return new Clause(table + known.clause, "(FROM " + known.plain + " WHERE valid_to IS NULL)");
    }
    String time = dice.of(TIMES);
    String clause = dice.of(" AT ('%s')", " FOR EVENT_TIME AS OF TIMESTAMP '%s'").formatted(time);
    return new Clause(
        table + (dice.oneIn(2) ? clause + known.clause : known.clause + clause),
        "(FROM " + known.plain + " WHERE " + isValid("", "TIMESTAMP '" + time + "'") + ")");
  }

  /** A table with the columns {@code valid_from} and {@code valid_to}, without its alias. */
  Clause history(String table) {
    Known known = known(table);
    String from = "TIMESTAMP '" + dice.of(TIMES) + "'";
    String to = "TIMESTAMP '" + dice.of(TIMES) + "'";
    return switch (dice.below(3)) {
      case 0 -> new Clause(table + " FOR ALL EVENT_TIME" + known.clause, known.plain);
      case 1 ->
          new Clause(
              table + " FOR EVENT_TIME FROM " + from + " TO " + to + known.clause,
              overlapping(known.plain, from, "<", to));
      default ->
          new Clause(
              table + " FOR EVENT_TIME BETWEEN " + from + " AND " + to + known.clause,
              overlapping(known.plain, from, "<=", to));
    };
  }

  private static String overlapping(String plain, String from, String before, String to) {
    return "(FROM %s WHERE %s %s %s AND valid_from %s %s AND (valid_to IS NULL OR valid_to > %s))"
        .formatted(plain, from, before, to, before, to, from);
  }

  /**
   * A table at the time of each row of a query, with its alias.
   *
   * @param keyword ON or WHERE, which a condition follows
   */
  Clause atRows(String table, String time, String alias, String keyword) {
    return new Clause(
        table + " FOR EVENT_TIME AS OF " + time + " AS " + alias + keyword,
        newest(table).plain + " AS " + alias + keyword + isValid(alias + ".", time) + " AND ");
  }

  private static String isValid(String prefix, String time) {
    return "%1$svalid_from <= %2$s AND (%1$svalid_to IS NULL OR %2$s < %1$svalid_to)"
        .formatted(prefix, time);
  }

  private Known known(String table) {
    if (!dice.oneIn(4)) {
      return newest(table);
    }
    long version = dice.of(versions.getOrDefault(table, List.of()));
    return new Known(" FOR VERSION AS OF " + version, plainName(table, version));
  }

  private Known newest(String table) {
    List<Long> all = versions.getOrDefault(table, List.of());
    return new Known("", plainName(table, all.get(all.size() - 1)));
  }
}

package io.azof.sql.testing;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchColumnType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;

/** The tables of TPC-H, each row known since the same event time. */
public final class TpchTables {
  private static final EventTime KNOWN_SINCE = EventTime.parse("1998-12-01");

  /** Keys of two columns; those of the other tables are their first column. */
  private static final Map<String, List<Integer>> KEYS =
      Map.of("lineitem", List.of(0, 3), "partsupp", List.of(0, 1));

  private TpchTables() {}

  /** The names of the tables. */
  public static List<String> names() {
    return TpchTable.getTables().stream().map(TpchTable::getTableName).toList();
  }

  /** Writes all tables, one commit each. */
  public static void write(Lakehouse lakehouse, double scale, BufferAllocator allocator) {
    TpchTable.getTables().forEach(table -> write(lakehouse, table, scale, allocator));
  }

  private static <E extends TpchEntity> void write(
      Lakehouse lakehouse, TpchTable<E> table, double scale, BufferAllocator allocator) {
    String name = table.getTableName();
    List<TpchColumn<E>> columns = table.getColumns();
    lakehouse.createTable(
        name,
        new TableSchema(
            columns.stream()
                .map(column -> new Column(column.getColumnName(), type(column.getType()), true))
                .toList()),
        Map.of());
    List<Integer> key = KEYS.getOrDefault(name, List.of(0));
    try (TableWriter writer = lakehouse.openWriter(name, allocator)) {
      for (E row : table.createGenerator(scale, 1, 1)) {
        Map<String, Object> values = new HashMap<>();
        columns.forEach(column -> values.put(column.getColumnName(), value(column, row)));
        writer.put(
            key.stream()
                .map(i -> String.valueOf(values.get(columns.get(i).getColumnName())))
                .collect(Collectors.joining("-")),
            KNOWN_SINCE,
            values);
      }
      writer.commit();
    }
  }

  private static ColumnType type(TpchColumnType type) {
    return switch (type.getBase()) {
      case INTEGER, IDENTIFIER -> ColumnType.INT;
      case DATE -> ColumnType.DATE;
      case DOUBLE -> ColumnType.decimal(15, 2);
      case VARCHAR -> ColumnType.STRING;
    };
  }

  private static <E extends TpchEntity> Object value(TpchColumn<E> column, E row) {
    return switch (column.getType().getBase()) {
      case INTEGER -> (long) column.getInteger(row);
      case IDENTIFIER -> column.getIdentifier(row);
      case DATE -> LocalDate.ofEpochDay(column.getDate(row));
      case DOUBLE -> BigDecimal.valueOf(column.getDouble(row)).setScale(2, RoundingMode.HALF_UP);
      case VARCHAR -> column.getString(row);
    };
  }
}

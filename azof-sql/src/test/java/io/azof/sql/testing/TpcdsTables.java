package io.azof.sql.testing;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The 24 tables of TPC-DS, each row known since the same event time. */
public final class TpcdsTables {
  private static final EventTime KNOWN_SINCE = EventTime.parse("2003-01-08");

  /** Keys that sort as they are counted. */
  private static final int FIRST_KEY = 10_000_000;

  private TpcdsTables() {}

  /** The names of the tables. */
  public static List<String> names() {
    return tables().map(TpcdsTables::name).toList();
  }

  private static Stream<Table> tables() {
    return Table.getBaseTables().stream().filter(table -> table != Table.DBGEN_VERSION);
  }

  /** Writes all tables, one commit each. */
  public static void write(Lakehouse lakehouse, double scale, BufferAllocator allocator) {
    Session session = Session.getDefaultSession().withScale(scale);
    tables()
        .parallel()
        .filter(table -> !table.isChild())
        .forEach(table -> write(lakehouse, table, session, allocator));
  }

  /** A table of sales gives its returns too. */
  private static void write(
      Lakehouse lakehouse, Table table, Session session, BufferAllocator allocator) {
    List<Rows> targets = new ArrayList<>();
    try {
      targets.add(new Rows(lakehouse, table, allocator));
      if (table.hasChild()) {
        targets.add(new Rows(lakehouse, table.getChild(), allocator));
      }
      for (List<List<String>> rows : Results.constructResults(table, session)) {
        for (int i = 0; i < rows.size(); i++) {
          targets.get(i).put(rows.get(i));
        }
      }
      targets.forEach(Rows::commit);
    } finally {
      targets.forEach(Rows::close);
    }
  }

  private static String name(Table table) {
    return table.name().toLowerCase(Locale.ROOT);
  }

  /** The rows of one table, numbered by their keys. */
  private static final class Rows implements AutoCloseable {
    private final List<String> names;
    private final List<ColumnType> types;
    private final TableWriter writer;
    private int count;

    Rows(Lakehouse lakehouse, Table table, BufferAllocator allocator) {
      Column[] columns = table.getColumns();
      this.names =
          Arrays.stream(columns)
              .map(column -> ((Enum<?>) column).name().toLowerCase(Locale.ROOT))
              .toList();
      this.types = Arrays.stream(columns).map(Rows::type).toList();
      List<io.azof.storage.model.Column> schema = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        schema.add(new io.azof.storage.model.Column(names.get(i), types.get(i), true));
      }
      lakehouse.createTable(name(table), new TableSchema(schema), Map.of());
      this.writer = lakehouse.openWriter(name(table), allocator);
    }

    private static ColumnType type(Column column) {
      return switch (column.getType().getBase()) {
        case INTEGER, IDENTIFIER -> ColumnType.INT;
        case DATE -> ColumnType.DATE;
        case DECIMAL ->
            ColumnType.decimal(
                column.getType().getPrecision().orElseThrow(),
                column.getType().getScale().orElseThrow());
        case VARCHAR, CHAR, TIME -> ColumnType.STRING;
      };
    }

    void put(List<@Nullable String> row) {
      Map<String, Object> values = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        String text = row.get(i);
        if (text != null) {
          values.put(names.get(i), value(types.get(i), text));
        }
      }
      count++;
      writer.put(Integer.toString(FIRST_KEY + count), KNOWN_SINCE, values);
    }

    private static Object value(ColumnType type, String text) {
      return switch (type.kind()) {
        case INT -> Long.valueOf(text);
        case DATE -> LocalDate.parse(text);
        case DECIMAL -> new BigDecimal(text).setScale(type.scale());
        default -> text;
      };
    }

    void commit() {
      writer.commit();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}

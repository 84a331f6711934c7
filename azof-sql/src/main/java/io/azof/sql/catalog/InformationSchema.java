package io.azof.sql.catalog;

import static io.azof.sql.catalog.SystemColumn.number;
import static io.azof.sql.catalog.SystemColumn.text;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;

/** The tables of the lakehouse and their columns, as the standard has them. */
final class InformationSchema extends AbstractSchema {
  static final String NAME = "information_schema";

  private static final List<SystemColumn> TABLES =
      List.of(text("table_catalog"), text("table_schema"), text("table_name"), text("table_type"));

  private static final List<SystemColumn> COLUMNS =
      List.of(
          text("table_catalog"),
          text("table_schema"),
          text("table_name"),
          text("column_name"),
          number("ordinal_position"),
          text("column_default").orNull(),
          text("is_nullable"),
          text("data_type"),
          number("numeric_precision").orNull(),
          number("numeric_scale").orNull(),
          text("remarks").orNull());

  private final List<String> place;

  /**
   * @param place the names of the catalog and of the schema in which the tables are
   */
  InformationSchema(List<String> place) {
    this.place = List.copyOf(place);
  }

  @Override
  public Lookup<Table> tables() {
    return new ByName(
        Map.of(
            "tables", new SystemTable(TABLES, this::tables),
            "columns", new SystemTable(COLUMNS, this::columns)));
  }

  private Stream<List<@Nullable Object>> tables(Lakehouse lakehouse) {
    return lakehouse.tableNames().stream().map(name -> row(name, "BASE TABLE"));
  }

  private Stream<List<@Nullable Object>> columns(Lakehouse lakehouse) {
    return lakehouse.tableNames().stream()
        .flatMap(name -> columns(name, lakehouse.table(name).schema()));
  }

  private Stream<List<@Nullable Object>> columns(String table, TableSchema schema) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(column(table, 1, TableSchema.KEY, ColumnType.STRING, false, null, null));
    rows.add(column(table, 2, TableSchema.EVENT_TIME, ColumnType.DATE_TIME, false, null, null));
    for (Column column : schema.columns()) {
      rows.add(
          column(
              table,
              rows.size() + 1,
              column.name(),
              column.type(),
              column.nullable(),
              column.defaultValue(),
              column.doc()));
    }
    return rows.stream();
  }

  private List<@Nullable Object> column(
      String table,
      long ordinal,
      String name,
      ColumnType type,
      boolean nullable,
      @Nullable String defaultValue,
      @Nullable String doc) {
    boolean isDecimal = type.kind() == ColumnType.Kind.DECIMAL;
    return row(
        table,
        name,
        ordinal,
        defaultValue,
        nullable ? "YES" : "NO",
        ColumnTypes.sqlName(type),
        isDecimal ? (long) type.precision() : null,
        isDecimal ? (long) type.scale() : null,
        doc);
  }

  /** Names are matched without case. */
  private record ByName(Map<String, SystemTable> tables) implements Lookup<Table> {
    @Override
    public @Nullable Table get(String name) {
      return tables.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable Named<Table> getIgnoreCase(String name) {
      Table table = get(name);
      return table == null ? null : new Named<>(name.toLowerCase(Locale.ROOT), table);
    }

    @Override
    public Set<String> getNames(LikePattern pattern) {
      return tables.keySet();
    }
  }

  private List<@Nullable Object> row(String table, @Nullable Object... values) {
    List<@Nullable Object> row = new ArrayList<>(place);
    row.add(table);
    row.addAll(Arrays.asList(values));
    return row;
  }
}

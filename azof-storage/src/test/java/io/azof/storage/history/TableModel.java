package io.azof.storage.history;

import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of a table as a list of rows: what all the machinery of files, segments and
 * compactions has to be equal to.
 *
 * @param rows all that were ever committed, in the order of the commits
 */
record TableModel(TableSchema schema, List<ModelRow> rows) {

  /**
   * A row as it was committed.
   *
   * @param sequence the version whose commit brought it
   * @param values by the ids of their columns: String, Long, Boolean, Double, BigDecimal, byte[] as
   *     text, or null; columns that were not there yet have none
   */
  record ModelRow(
      String key,
      long eventTimeMillis,
      long sequence,
      boolean deleted,
      Map<Integer, @Nullable Object> values) {}

  /** The same rows under another schema. */
  TableModel withSchema(TableSchema newSchema) {
    return new TableModel(newSchema, rows);
  }

  /** More rows. */
  TableModel with(List<ModelRow> more) {
    List<ModelRow> all = new ArrayList<>(rows);
    all.addAll(more);
    return new TableModel(schema, List.copyOf(all));
  }

  /**
   * The state: of each key the row with the greatest event time at or before the asked one, of
   * equal ones that with the greatest sequence, unless it says that the key is gone.
   *
   * @return rows of key, event time in epoch milliseconds, values in the order of the schema
   */
  List<List<@Nullable Object>> state(AsOf asOf) {
    Map<String, ModelRow> newest = new TreeMap<>();
    for (ModelRow row : rows) {
      if (row.eventTimeMillis() <= asOf.boundMillis()) {
        newest.merge(
            row.key(),
            row,
            (a, b) ->
                Comparator.comparingLong(ModelRow::eventTimeMillis)
                            .thenComparingLong(ModelRow::sequence)
                            .compare(a, b)
                        > 0
                    ? a
                    : b);
      }
    }
    List<List<@Nullable Object>> state = new ArrayList<>();
    for (ModelRow row : newest.values()) {
      if (!row.deleted()) {
        state.add(shown(row));
      }
    }
    return state;
  }

  /** A row under this schema: key, event time in epoch milliseconds, values in its order. */
  List<@Nullable Object> shown(ModelRow row) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(row.key());
    values.add(row.eventTimeMillis());
    for (Column column : schema.columns()) {
      values.add(
          row.values().containsKey(column.id())
              ? as(row.values().get(column.id()), column.type())
              : initial(column));
    }
    return values;
  }

  /** What a row from before the column has in it. */
  private static @Nullable Object initial(Column column) {
    String text = column.defaultValue();
    if (text == null) {
      return null;
    }
    return switch (column.type().kind()) {
      case INT -> Long.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case DECIMAL -> as(new BigDecimal(text), column.type());
      case BOOLEAN -> Boolean.valueOf(text);
      default -> text;
    };
  }

  /** The value in a type that is the same as its own or wider. */
  static @Nullable Object as(@Nullable Object value, ColumnType type) {
    return switch (type.kind()) {
      case DOUBLE -> value instanceof Long number ? (Object) (double) (long) number : value;
      case DECIMAL -> {
        if (value instanceof Long number) {
          yield BigDecimal.valueOf(number).setScale(type.scale(), RoundingMode.UNNECESSARY);
        }
        yield value instanceof BigDecimal number
            ? number.setScale(type.scale(), RoundingMode.UNNECESSARY)
            : value;
      }
      default -> value;
    };
  }

  /** An empty table. */
  static TableModel empty(TableSchema schema) {
    return new TableModel(schema, List.of());
  }

  /** The values of a row, by the ids of the columns. */
  static Map<Integer, @Nullable Object> values(
      TableSchema schema, Map<String, @Nullable Object> byName) {
    Map<Integer, @Nullable Object> values = new LinkedHashMap<>();
    for (Column column : schema.columns()) {
      values.put(column.id(), byName.get(column.name()));
    }
    return values;
  }
}

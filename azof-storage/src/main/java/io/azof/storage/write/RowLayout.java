package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Where in batches of one schema the columns of a table are.
 *
 * @param given the schema of the batches
 * @param keyPlace where {@code key} is
 * @param eventTimePlace where {@code event_time} is
 * @param valuePlaces where each of the table's columns is, in their order; {@link #ABSENT} for one
 *     that the batches leave out
 * @param deletedPlace where {@code _deleted} is, or {@link #ABSENT}
 */
record RowLayout(
    Schema given, int keyPlace, int eventTimePlace, List<Integer> valuePlaces, int deletedPlace) {
  static final int ABSENT = -1;

  /**
   * @param table the table's name, for messages
   * @throws AzofException {@code COLUMN_NOT_FOUND} for a column that the table does not have,
   *     {@code ARGUMENT_INVALID} for one of another type, twice, or missing
   */
  static RowLayout of(String table, TableSchema schema, Schema given) {
    Map<String, Integer> places = new HashMap<>();
    for (Field field : given.getFields()) {
      if (places.put(field.getName(), places.size()) != null) {
        throw invalid(
            "Rows for table \"" + table + "\" have two columns \"" + field.getName() + "\"");
      }
    }
    int key = place(table, given, places, TableSchema.KEY, ColumnType.STRING);
    int eventTime = place(table, given, places, TableSchema.EVENT_TIME, ColumnType.DATE_TIME);
    if (key == ABSENT || eventTime == ABSENT) {
      throw invalid(
          "Rows for table \""
              + table
              + "\" must have the columns key and event_time; they have "
              + names(given));
    }
    List<Integer> values = new ArrayList<>();
    for (Column column : schema.columns()) {
      int place = place(table, given, places, column.name(), column.type());
      if (place == ABSENT && !column.nullable() && column.defaultValue() == null) {
        throw invalid(
            "Rows for table \""
                + table
                + "\" lack the column \""
                + column.name()
                + "\", which must have a value in each; they have "
                + names(given));
      }
      values.add(place);
    }
    int deleted = place(table, given, places, TableSchema.DELETED, ColumnType.BOOLEAN);
    if (!places.isEmpty()) {
      throw new AzofException(
          ErrorCode.COLUMN_NOT_FOUND,
          "Table \""
              + table
              + "\" has no column \""
              + given
                  .getFields()
                  .get(places.values().stream().sorted().findFirst().orElseThrow())
                  .getName()
              + "\"; it has "
              + String.join(", ", schema.columnNames()));
    }
    return new RowLayout(given, key, eventTime, values, deleted);
  }

  /** The columns of rows on their way into a file: those of the file. */
  static Schema target(TableSchema schema, boolean withDeletes) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.nullable(TableSchema.KEY, ArrowColumns.arrowType(ColumnType.STRING)));
    fields.add(
        Field.nullable(TableSchema.EVENT_TIME, ArrowColumns.arrowType(ColumnType.DATE_TIME)));
    for (Column column : schema.columns()) {
      fields.add(Field.nullable(column.physicalName(), ArrowColumns.arrowType(column.type())));
    }
    if (withDeletes) {
      fields.add(Field.nullable(TableSchema.DELETED, ArrowColumns.arrowType(ColumnType.BOOLEAN)));
    }
    return new Schema(fields);
  }

  /** Finds and strikes off a column. */
  private static int place(
      String table, Schema given, Map<String, Integer> places, String name, ColumnType type) {
    Integer place = places.remove(name);
    if (place == null) {
      return ABSENT;
    }
    ArrowType found = given.getFields().get(place).getType();
    ArrowType wanted = ArrowColumns.arrowType(type);
    if (!found.equals(wanted)) {
      throw invalid(
          "Column \""
              + name
              + "\" of rows for table \""
              + table
              + "\" is of the Arrow type "
              + found
              + "; it must be "
              + wanted);
    }
    return place;
  }

  private static String names(Schema given) {
    return String.join(", ", given.getFields().stream().map(Field::getName).toList());
  }

  private static AzofException invalid(String message) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message);
  }
}

package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ParquetInput;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * What a file says of its columns.
 *
 * @param names in order
 * @param fields of a Parquet file, one for each name; none of a CSV file
 */
record InputHeader(InputFile file, List<String> names, List<Field> fields) {
  InputHeader {
    names = List.copyOf(names);
    fields = List.copyOf(fields);
  }

  static InputHeader of(InputFile file, ImportOptions options, BufferAllocator allocator) {
    if (!file.isParquet()) {
      return new InputHeader(file, CsvSample.header(file, options), List.of());
    }
    List<Field> fields = ParquetInput.of(file.path(), file.name(), allocator).columns().getFields();
    for (Field field : fields) {
      ParquetTypes.columnType(file.name(), field);
    }
    return new InputHeader(file, fields.stream().map(Field::getName).toList(), fields);
  }

  private ColumnType type(int column) {
    return ParquetTypes.columnType(file.name(), fields.get(column));
  }

  /**
   * Checks that the file has the columns of another one.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} that names the first difference
   */
  void requireLike(InputHeader first) {
    if (file.isParquet() != first.file.isParquet()) {
      throw invalid("is not of the same format as " + first.file.name() + "; import them apart");
    }
    int count = Math.max(names.size(), first.names.size());
    for (int i = 0; i < count; i++) {
      if (!describe(i).equals(first.describe(i))) {
        throw invalid(
            "has other columns than "
                + first.file.name()
                + ": column "
                + (i + 1)
                + " is "
                + describe(i)
                + " instead of "
                + first.describe(i));
      }
    }
  }

  private String describe(int column) {
    if (column >= names.size()) {
      return "missing";
    }
    String name = "\"" + names.get(column) + "\"";
    return fields.isEmpty() ? name : name + " " + type(column);
  }

  /** Checks that a column can be the event time. */
  void requireTime(int column) {
    if (!fields.isEmpty()) {
      ParquetTypes.requireTime(file.name(), fields.get(column));
    }
  }

  /** The columns of a new table for these columns of the file. */
  TableSchema table(List<Integer> values) {
    List<Column> columns = new ArrayList<>();
    for (int value : values) {
      columns.add(new Column(names.get(value), type(value), true));
    }
    return new TableSchema(columns);
  }

  /**
   * Checks that columns can be those of a table.
   *
   * @param values for each column of the table, the index of the file's
   */
  void requireTypes(TableSchema table, List<Integer> values) {
    for (int i = 0; i < values.size() && !fields.isEmpty(); i++) {
      Column column = table.columns().get(i);
      ColumnType found = type(values.get(i));
      if (!found.widensTo(column.type())) {
        throw invalid(
            "has another schema than the table: column \""
                + column.name()
                + "\" is "
                + found
                + " instead of "
                + column.type());
      }
    }
  }

  private AzofException invalid(String what) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, file.name() + " " + what);
  }
}

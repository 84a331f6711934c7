package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import java.util.ArrayList;
import java.util.List;

/** What a data file's columns have to be: docs/FORMAT.md, Data files. */
public final class FileSchema {
  private FileSchema() {}

  /**
   * Checks that a file starts with {@code key}, {@code event_time} and the table's columns, each of
   * its Parquet type. Further columns may follow.
   *
   * @param label what to call the file in an error
   * @throws AzofException {@code DATA_FILE_CORRUPT} that names the first column that differs
   */
  public static void require(TableSchema table, DataFileFooter footer, String label) {
    List<FileColumn> expected = new ArrayList<>();
    expected.add(new FileColumn(TableSchema.KEY, parquetType(ColumnType.STRING)));
    expected.add(new FileColumn(TableSchema.EVENT_TIME, parquetType(ColumnType.DATE_TIME)));
    for (Column column : table.columns()) {
      expected.add(new FileColumn(column.name(), parquetType(column.type())));
    }
    for (int i = 0; i < expected.size(); i++) {
      FileColumn column = expected.get(i);
      String found =
          i < footer.columns().size()
              ? describe(footer.columns().get(i))
              : "only " + footer.columns().size() + " columns";
      if (!found.equals(describe(column))) {
        throw new AzofException(
            ErrorCode.DATA_FILE_CORRUPT,
            Character.toUpperCase(label.charAt(0))
                + label.substring(1)
                + " has another schema than the table: column "
                + (i + 1)
                + " should be "
                + describe(column)
                + ", found "
                + found);
      }
    }
  }

  private static String describe(FileColumn column) {
    return "\"" + column.name() + "\" " + column.type();
  }

  /** The Parquet type of a column type, in the words of {@link FileColumn#type}. */
  private static String parquetType(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> "STRING";
      case INT -> "INT64";
      case BOOLEAN -> "BOOLEAN";
      case DATE_TIME -> "TIMESTAMP(MILLIS,UTC)";
      case DOUBLE -> "DOUBLE";
      case DECIMAL -> "DECIMAL(" + type.precision() + "," + type.scale() + ")";
      case DATE -> "DATE";
      case BINARY -> "BYTE_ARRAY";
    };
  }
}

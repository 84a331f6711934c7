package io.azof.storage.merge;

import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of a data file that is made of others. */
public final class FileColumns {
  private FileColumns() {}

  /**
   * @param withSequences whether it has {@code _seq}
   * @param withDeletes whether it has {@code _deleted}
   */
  public static Schema of(TableSchema table, boolean withSequences, boolean withDeletes) {
    List<Field> fields = new ArrayList<>();
    fields.add(required(TableSchema.KEY, ColumnType.STRING));
    fields.add(required(TableSchema.EVENT_TIME, ColumnType.DATE_TIME));
    for (Column column : table.columns()) {
      fields.add(Field.nullable(column.physicalName(), ArrowColumns.arrowType(column.type())));
    }
    if (withSequences) {
      fields.add(required(TableSchema.SEQUENCE, ColumnType.INT));
    }
    if (withDeletes) {
      fields.add(deleted());
    }
    return new Schema(fields);
  }

  /** The column that says which rows are tombstones. */
  public static Field deleted() {
    return required(TableSchema.DELETED, ColumnType.BOOLEAN);
  }

  private static Field required(String name, ColumnType type) {
    return Field.notNullable(name, ArrowColumns.arrowType(type));
  }
}

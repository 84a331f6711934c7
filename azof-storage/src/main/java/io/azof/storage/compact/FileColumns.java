package io.azof.storage.compact;

import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of a data file that a compaction makes. */
final class FileColumns {
  private FileColumns() {}

  /**
   * @param withSequences whether it has {@code _seq}
   * @param withDeletes whether it has {@code _deleted}
   */
  static Schema of(TableSchema table, boolean withSequences, boolean withDeletes) {
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
      fields.add(required(TableSchema.DELETED, ColumnType.BOOLEAN));
    }
    return new Schema(fields);
  }

  private static Field required(String name, ColumnType type) {
    return Field.notNullable(name, ArrowColumns.arrowType(type));
  }
}

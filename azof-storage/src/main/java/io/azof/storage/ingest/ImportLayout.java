package io.azof.storage.ingest;

import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What becomes of the columns of files.
 *
 * @param values for each column of the table, the index of the file's column
 * @param isGuessed whether the table's types are a guess from some rows
 * @param deleteWhen of the rows whose key is gone
 */
record ImportLayout(
    InputColumns input,
    TableSchema table,
    List<Integer> values,
    boolean isGuessed,
    Optional<DeleteCondition> deleteWhen,
    ImportOptions options) {

  ImportLayout {
    values = List.copyOf(values);
  }

  /** The columns of the batches: those of the table, and whether the key is gone. */
  Schema arrowSchema() {
    List<Field> fields =
        new ArrayList<>(ArrowColumns.schema(table, table.columnNames()).getFields());
    if (input.hasDelete()) {
      fields.add(2, Field.notNullable(TableSchema.DELETED, ArrowType.Bool.INSTANCE));
    }
    return new Schema(fields);
  }
}

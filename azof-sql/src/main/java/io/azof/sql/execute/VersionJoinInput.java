package io.azof.sql.execute;

import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.history.VersionJoinReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A temporal join as the engine reads it.
 *
 * @param rows gives the rows, sorted
 * @param versions the history
 */
record VersionJoinInput(VersionJoin join, QueryInput rows, QueryInput versions, Schema schema)
    implements QueryInput {

  static VersionJoinInput of(VersionJoin join, QueryInput rows, ScanInput versions) {
    List<Field> sources = new ArrayList<>();
    join.rowSchema()
        .getFields()
        .forEach(
            field ->
                sources.add(
                    new Field(
                        field.getName(),
                        FieldType.nullable(ResultCasts.delivered(field.getType())),
                        null)));
    versions
        .schema()
        .getFields()
        .forEach(
            field ->
                sources.add(new Field(field.getName(), FieldType.nullable(field.getType()), null)));
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      fields.add(new Field(join.names().get(i), sources.get(i).getFieldType(), null));
    }
    return new VersionJoinInput(join, rows, versions, new Schema(fields));
  }

  @Override
  public ArrowReader openReader(BufferAllocator allocator) {
    ArrowReader sorted = rows.openReader(allocator);
    try {
      return VersionJoinReader.open(
          schema, sorted, versions.openReader(allocator), join.sides(), join.keepsAll(), allocator);
    } catch (RuntimeException | Error e) {
      closeAfter(e, sorted);
      throw e;
    }
  }

  private static void closeAfter(Throwable reason, ArrowReader reader) {
    try {
      reader.close();
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }
}

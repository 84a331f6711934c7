package io.azof.sql.execute;

import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.history.VersionJoinReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
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
    List<ArrowType> types = new ArrayList<>();
    join.rowSchema().getFields().forEach(row -> types.add(ResultCasts.delivered(row.getType())));
    versions.schema().getFields().forEach(version -> types.add(version.getType()));
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(Field.nullable(join.names().get(i), types.get(i)));
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

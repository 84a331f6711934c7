package io.azof.sql.execute;

import io.azof.sql.catalog.SystemColumn;
import io.azof.sql.catalog.SystemTable;
import io.azof.storage.Lakehouse;
import io.azof.storage.duckdb.QueryInput;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.sql.type.SqlTypeName;

/** A system table as the engine reads it. */
record SystemInput(SystemTable table, Lakehouse lakehouse) implements QueryInput {
  @Override
  public ArrowReader openReader(BufferAllocator allocator) {
    Schema schema = new Schema(table.columns().stream().map(SystemInput::field).toList());
    return new ListReader(schema, table.rows(lakehouse), allocator);
  }

  private static Field field(SystemColumn column) {
    return new Field(
        column.name(), new FieldType(column.nullable(), type(column.type()), null), null);
  }

  /** Times are without a zone there: milliseconds in UTC. */
  private static ArrowType type(SqlTypeName type) {
    return switch (type) {
      case BIGINT -> new ArrowType.Int(64, true);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, null);
      default -> ArrowType.Utf8.INSTANCE;
    };
  }
}

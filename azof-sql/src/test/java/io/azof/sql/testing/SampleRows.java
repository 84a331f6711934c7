package io.azof.sql.testing;

import io.azof.storage.model.Column;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows that a test writes down, as one Arrow batch. */
final class SampleRows extends ArrowReader {
  private final TableSchema schema;
  private final List<String> rows;
  private boolean delivered;

  /**
   * @param rows values in the order of the columns, parted by {@code |}; empty is null
   */
  SampleRows(TableSchema schema, List<String> rows, BufferAllocator allocator) {
    super(allocator);
    this.schema = schema;
    this.rows = rows;
  }

  @Override
  public boolean loadNextBatch() throws java.io.IOException {
    prepareLoadNextBatch();
    if (delivered) {
      return false;
    }
    delivered = true;
    getVectorSchemaRoot().allocateNew();
    for (int row = 0; row < rows.size(); row++) {
      String[] values = rows.get(row).split("\\|", -1);
      for (int column = 0; column < values.length; column++) {
        set(getVectorSchemaRoot().getVector(column), row, values[column].strip());
      }
    }
    getVectorSchemaRoot().setRowCount(rows.size());
    return true;
  }

  private static void set(FieldVector vector, int row, String value) {
    if (value.isEmpty()) {
      vector.setNull(row);
    } else if (vector instanceof VarCharVector texts) {
      texts.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof BigIntVector integers) {
      integers.setSafe(row, Long.parseLong(value));
    } else if (vector instanceof BitVector booleans) {
      booleans.setSafe(row, value.equals("true") ? 1 : 0);
    } else {
      ((TimeStampMilliTZVector) vector).setSafe(row, Instant.parse(value).toEpochMilli());
    }
  }

  @Override
  protected Schema readSchema() {
    return new Schema(schema.columnNames().stream().map(this::field).toList());
  }

  private Field field(String name) {
    return switch (name) {
      case TableSchema.KEY -> Field.nullable(name, ArrowType.Utf8.INSTANCE);
      case TableSchema.EVENT_TIME -> Field.nullable(name, time());
      default -> Field.nullable(name, type(schema.column(name).orElseThrow()));
    };
  }

  private static ArrowType type(Column column) {
    return ArrowColumns.arrowType(column.type());
  }

  private static ArrowType time() {
    return new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}
}

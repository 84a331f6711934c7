package io.azof.sql.testing;

import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows that a test writes down, as one Arrow batch. */
final class SampleRows extends ArrowReader {
  private final TableSchema schema;
  private final List<String> rows;
  private boolean delivered;

  /**
   * @param rows values in the order of the columns, parted by {@code |}; bytes as hexadecimal
   *     digits; empty is null
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
    } else if (vector instanceof Float8Vector doubles) {
      doubles.setSafe(row, Double.parseDouble(value));
    } else if (vector instanceof DecimalVector decimals) {
      decimals.setSafe(row, new BigDecimal(value).setScale(decimals.getScale()));
    } else if (vector instanceof DateDayVector dates) {
      dates.setSafe(row, (int) LocalDate.parse(value).toEpochDay());
    } else if (vector instanceof VarBinaryVector bytes) {
      bytes.setSafe(row, HexFormat.of().parseHex(value));
    } else {
      ((TimeStampMilliTZVector) vector).setSafe(row, Instant.parse(value).toEpochMilli());
    }
  }

  @Override
  protected Schema readSchema() {
    return ArrowColumns.schema(schema, schema.columnNames());
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}
}

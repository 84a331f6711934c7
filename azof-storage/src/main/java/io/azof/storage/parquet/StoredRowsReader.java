package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.model.ColumnType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows as the file stores them: a time is the number of its milliseconds. Buffers are shared, not
 * copied. Refuses a null where the schema allows none, and a decimal of more digits than its column
 * has.
 */
final class StoredRowsReader extends ArrowReader {
  static final ArrowType TIME = ArrowColumns.arrowType(ColumnType.DATE_TIME);

  private static final ArrowType INT = ArrowColumns.arrowType(ColumnType.INT);

  private final ArrowReader rows;
  private final AtomicBoolean closed = new AtomicBoolean();
  private long rowsRead;

  private StoredRowsReader(ArrowReader rows, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
  }

  static StoredRowsReader open(QueryInput rows, BufferAllocator allocator) {
    return new StoredRowsReader(rows.openReader(allocator), allocator);
  }

  /** The rows' own schema. */
  Schema givenSchema() throws IOException {
    return rows.getVectorSchemaRoot().getSchema();
  }

  /** How many rows have come by. */
  long rowsRead() {
    return rowsRead;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!rows.loadNextBatch()) {
      return false;
    }
    VectorSchemaRoot batch = rows.getVectorSchemaRoot();
    for (FieldVector column : batch.getFieldVectors()) {
      refuseNulls(column);
      if (column instanceof DecimalVector decimals) {
        refuseLongDecimals(decimals);
      }
    }
    loadRecordBatch(new VectorUnloader(batch).getRecordBatch());
    rowsRead += batch.getRowCount();
    return true;
  }

  private void refuseNulls(FieldVector column) {
    if (column.getField().isNullable() || column.getNullCount() == 0) {
      return;
    }
    int row = 0;
    while (!column.isNull(row)) {
      row++;
    }
    throw new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "Row "
            + (rowsRead + row + 1)
            + " has no value in column \""
            + column.getName()
            + "\", which must have one in every row");
  }

  private void refuseLongDecimals(DecimalVector column) {
    int row = DecimalDigits.firstTooLong(column);
    if (row < column.getValueCount()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Row "
              + (rowsRead + row + 1)
              + " has "
              + column.getObject(row)
              + " in column \""
              + column.getName()
              + "\", which has room for "
              + column.getPrecision()
              + " digits");
    }
  }

  /** Closed by DuckDB when it has read all, and by whoever opened it. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      super.close();
    }
  }

  @Override
  public long bytesRead() {
    return rows.bytesRead();
  }

  @Override
  protected void closeReadSource() throws IOException {
    rows.close();
  }

  @Override
  protected Schema readSchema() throws IOException {
    List<Field> fields = givenSchema().getFields();
    requireDistinct(fields);
    return new Schema(fields.stream().map(StoredRowsReader::stored).toList());
  }

  /** The engine that writes the file would rename one of two such columns. */
  private static void requireDistinct(List<Field> fields) {
    Map<String, String> names = new HashMap<>();
    for (Field field : fields) {
      String name = field.getName();
      String other = names.put(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw new AzofException(
            ErrorCode.UNSUPPORTED,
            "A data file cannot be written with the columns \""
                + other
                + "\" and \""
                + name
                + "\", whose names differ by nothing but case; rename one");
      }
    }
  }

  private static Field stored(Field field) {
    ArrowType type = field.getType();
    if (type.equals(TIME)) {
      return Field.nullable(field.getName(), INT);
    }
    if (ArrowColumns.columnType(type).isPresent()) {
      return Field.nullable(field.getName(), type);
    }
    throw new AzofException(
        ErrorCode.UNSUPPORTED,
        "A data file cannot hold column \"" + field.getName() + "\" of type " + type);
  }
}

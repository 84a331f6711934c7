package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.ValueText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.jspecify.annotations.Nullable;

/** Rows that are given one by one, as a batch. */
final class PutRows implements AutoCloseable {
  private static final int ROWS_MAX = 16_384;

  private final String table;
  private final TableSchema schema;
  private final RowTimes times;
  private final VectorSchemaRoot rows;
  private int count;

  PutRows(String table, TableSchema schema, RowTimes times, BufferAllocator allocator) {
    this.table = table;
    this.schema = schema;
    this.times = times;
    this.rows = VectorSchemaRoot.create(RowLayout.target(schema, true), allocator);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Whether the rows should be taken away before the next one comes. */
  boolean isFull() {
    return count == ROWS_MAX;
  }

  void put(String key, EventTime eventTime, Map<String, ? extends @Nullable Object> values) {
    start(key, eventTime);
    Set<String> unknown = new HashSet<>(values.keySet());
    for (int i = 0; i < schema.columns().size(); i++) {
      Column column = schema.columns().get(i);
      Object value = unknown.remove(column.name()) ? values.get(column.name()) : absent(column);
      if (value != null) {
        set(key, column.name(), column.type(), rows.getVector(i + 2), value);
      } else if (!column.nullable()) {
        throw refused("has no value in column \"" + column.name() + "\", which must have one", key);
      }
    }
    for (String name : unknown) {
      throw new AzofException(
          ErrorCode.COLUMN_NOT_FOUND,
          "Table \""
              + table
              + "\" has no column \""
              + name
              + "\"; it has "
              + String.join(", ", schema.columnNames()));
    }
    finish(false);
  }

  private static @Nullable Object absent(Column column) {
    String text = column.defaultValue();
    return text == null ? null : ValueText.parse(column.type(), text);
  }

  void delete(String key, EventTime eventTime) {
    start(key, eventTime);
    finish(true);
  }

  private void start(@Nullable String key, @Nullable EventTime eventTime) {
    if (key == null) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "A row for table \"" + table + "\" has no key");
    }
    if (eventTime == null) {
      throw refused("has no event time", key);
    }
    long millis = eventTime.epochMillis();
    if (millis < times.earliest().epochMillis() || millis > times.latestMillis()) {
      throw refused("at " + eventTime + " " + times.fault(millis), key);
    }
    set(key, TableSchema.KEY, ColumnType.STRING, rows.getVector(0), key);
    set(key, TableSchema.EVENT_TIME, ColumnType.DATE_TIME, rows.getVector(1), eventTime);
  }

  private void set(String key, String column, ColumnType type, FieldVector vector, Object value) {
    try {
      ColumnValues.set(vector, type, count, value);
    } catch (IllegalArgumentException e) {
      String shown = value instanceof byte[] bytes ? Arrays.toString(bytes) : value.toString();
      throw refused(
          "has \""
              + shown
              + "\" in column \""
              + column
              + "\" of type "
              + type
              + ", which "
              + e.getMessage(),
          key);
    }
  }

  private void finish(boolean isDelete) {
    ((BitVector) rows.getVector(TableSchema.DELETED)).setSafe(count, isDelete ? 1 : 0);
    count++;
  }

  private AzofException refused(String fault, String key) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "The row of key \"" + key + "\" for table \"" + table + "\" " + fault);
  }

  /** The rows so far, which are the receiver's to close; none are left here. */
  ArrowRecordBatch openTaken() {
    rows.setRowCount(count);
    ArrowRecordBatch taken = new VectorUnloader(rows).getRecordBatch();
    rows.clear();
    count = 0;
    return taken;
  }

  @Override
  public void close() {
    rows.close();
  }
}

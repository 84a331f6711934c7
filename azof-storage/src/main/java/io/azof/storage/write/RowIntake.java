package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ConstantColumn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of a table's writer, a batch at a time, and gives them the columns of data files.
 * Whole columns are looked at, row by row only once something is wrong.
 */
final class RowIntake {
  private final String table;
  private final TableSchema schema;
  private final RowTimes times;
  private final BufferAllocator allocator;
  private @Nullable RowLayout lastLayout;
  private long rowsTaken;

  /**
   * @param allocator what is not shared with given batches is taken from there
   */
  RowIntake(String table, TableSchema schema, RowTimes times, BufferAllocator allocator) {
    this.table = table;
    this.schema = schema;
    this.times = times;
    this.allocator = allocator;
  }

  /** The columns that rows have when they were taken in. */
  Schema target(boolean withDeletes) {
    return RowLayout.target(schema, withDeletes);
  }

  /**
   * The rows of a batch, which share its buffers where they can.
   *
   * @param withDeletes whether a column {@code _deleted} is wanted; else the batch must have none
   * @return what the receiver closes
   * @throws AzofException {@code ARGUMENT_INVALID}, {@code COLUMN_NOT_FOUND}
   */
  ArrowRecordBatch openTaken(VectorSchemaRoot batch, boolean withDeletes) {
    RowLayout layout = layout(batch.getSchema());
    List<FieldVector> given = batch.getFieldVectors();
    int rows = batch.getRowCount();
    VarCharVector keys = (VarCharVector) given.get(layout.keyPlace());
    TimeStampMilliTZVector eventTimes = (TimeStampMilliTZVector) given.get(layout.eventTimePlace());
    Batch checked = new Batch(keys, eventTimes, rows);
    checked.requireKeys();
    checked.requireEventTimes();
    try (Tombstones tombstones = tombstones(layout, given, rows);
        BatchBuffers taken = new BatchBuffers(rows)) {
      taken.add(keys);
      taken.add(eventTimes);
      for (int i = 0; i < schema.columns().size(); i++) {
        Column column = schema.columns().get(i);
        int place = layout.valuePlaces().get(i);
        if (place == RowLayout.ABSENT) {
          addDefault(taken, tombstones, column, rows);
        } else {
          FieldVector values = given.get(place);
          checked.requireValues(column, values, tombstones);
          taken.add(values, tombstones);
        }
      }
      if (withDeletes) {
        taken.add(tombstones);
      }
      rowsTaken += rows;
      return taken.openBatch();
    }
  }

  private Tombstones tombstones(RowLayout layout, List<FieldVector> given, int rows) {
    return layout.deletedPlace() == RowLayout.ABSENT
        ? Tombstones.none(rows, allocator)
        : Tombstones.of((BitVector) given.get(layout.deletedPlace()), rows, allocator);
  }

  private RowLayout layout(Schema given) {
    if (lastLayout == null || !lastLayout.given().equals(given)) {
      lastLayout = RowLayout.of(table, schema, given);
    }
    return lastLayout;
  }

  private void addDefault(BatchBuffers taken, Tombstones tombstones, Column column, int rows) {
    Field field = RowLayout.target(schema, false).findField(column.physicalName());
    try (FieldVector values = field.createVector(allocator)) {
      ConstantColumn.fill(values, column.type(), column.defaultValue(), rows);
      taken.add(values, tombstones);
    }
  }

  /** A batch that is being checked. */
  private final class Batch {
    private final VarCharVector keys;
    private final TimeStampMilliTZVector eventTimes;
    private final int rows;

    Batch(VarCharVector keys, TimeStampMilliTZVector eventTimes, int rows) {
      this.keys = keys;
      this.eventTimes = eventTimes;
      this.rows = rows;
    }

    void requireKeys() {
      if (keys.getNullCount() > 0) {
        throw refused("Row " + number(firstNull(keys)) + " has no key");
      }
      requireUtf8(keys, TableSchema.KEY);
    }

    void requireEventTimes() {
      if (eventTimes.getNullCount() > 0) {
        int row = firstNull(eventTimes);
        throw refused("Row " + number(row) + ", of key \"" + key(row) + "\", has no event time");
      }
      long earliest = times.earliest().epochMillis();
      long latest = times.latestMillis();
      ArrowBuf millis = eventTimes.getDataBuffer();
      for (int row = 0; row < rows; row++) {
        long time = millis.getLong((long) row * Long.BYTES);
        if (time < earliest || time > latest) {
          throw refused(name(row) + " " + times.fault(time));
        }
      }
    }

    void requireValues(Column column, FieldVector values, Tombstones tombstones) {
      if (!column.nullable() && values.getNullCount() > 0) {
        for (int row = 0; row < rows; row++) {
          if (values.isNull(row) && !tombstones.has(row)) {
            throw refused(
                name(row)
                    + " has no value in column \""
                    + column.name()
                    + "\", which must have one");
          }
        }
      }
      if (values instanceof VarCharVector texts) {
        requireUtf8(texts, column.name());
      }
    }

    private void requireUtf8(VarCharVector texts, String column) {
      int row = Utf8Check.firstInvalid(texts, rows);
      if (row < rows) {
        throw refused(
            "Row "
                + number(row)
                + ", of key \""
                + key(row)
                + "\", has bytes in column \""
                + column
                + "\" that are not UTF-8: \""
                + text(texts.get(row))
                + "\"");
      }
    }

    private int firstNull(FieldVector values) {
      int row = 0;
      while (!values.isNull(row)) {
        row++;
      }
      return row;
    }

    private String name(int row) {
      return "Row "
          + number(row)
          + ", of key \""
          + key(row)
          + "\" at "
          + new EventTime(eventTimes.get(row))
          + ",";
    }

    private String key(int row) {
      return text(keys.get(row));
    }

    private long number(int row) {
      return rowsTaken + row + 1;
    }

    private AzofException refused(String message) {
      return new AzofException(ErrorCode.ARGUMENT_INVALID, message + " (table \"" + table + "\")");
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

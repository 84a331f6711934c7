package io.azof.storage.parquet;

import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;

/** A row of a table with one column of each type. */
record Row(
    @Nullable String key,
    long eventTime,
    @Nullable String text,
    @Nullable Long number,
    @Nullable Boolean flag,
    @Nullable Long time) {

  static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Column("text", ColumnType.STRING, true),
              new Column("number", ColumnType.INT, true),
              new Column("flag", ColumnType.BOOLEAN, true),
              new Column("time", ColumnType.DATE_TIME, true)));

  /** A row that is all nulls but for its key and event time. */
  static Row of(@Nullable String key, long eventTime) {
    return new Row(key, eventTime, null, null, null, null);
  }

  /** The rows of a batch. */
  static List<Row> of(VectorSchemaRoot batch) {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < batch.getRowCount(); row++) {
      Text text = (Text) batch.getVector("text").getObject(row);
      rows.add(
          new Row(
              String.valueOf(batch.getVector("key").getObject(row)),
              ((TimeStampMilliTZVector) batch.getVector("event_time")).get(row),
              text == null ? null : text.toString(),
              (Long) batch.getVector("number").getObject(row),
              (Boolean) batch.getVector("flag").getObject(row),
              (Long) batch.getVector("time").getObject(row)));
    }
    return rows;
  }

  /** The rows in batches of the given size. */
  static ArrowReader openReader(Iterator<Row> rows, int batchRows, BufferAllocator allocator) {
    return new Reader(rows, batchRows, allocator);
  }

  private static final class Reader extends ArrowReader {
    private final Iterator<Row> rows;
    private final int batchRows;

    Reader(Iterator<Row> rows, int batchRows, BufferAllocator allocator) {
      super(allocator);
      this.rows = rows;
      this.batchRows = batchRows;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      VectorSchemaRoot root = getVectorSchemaRoot();
      root.allocateNew();
      int row = 0;
      for (; row < batchRows && rows.hasNext(); row++) {
        set(root, row, rows.next());
      }
      root.setRowCount(row);
      return row > 0;
    }

    private static void set(VectorSchemaRoot root, int row, Row values) {
      VarCharVector key = (VarCharVector) root.getVector("key");
      if (values.key() != null) {
        key.setSafe(row, new Text(values.key()));
      } else {
        key.setNull(row);
      }
      ((TimeStampMilliTZVector) root.getVector("event_time")).setSafe(row, values.eventTime());
      if (values.text() != null) {
        ((VarCharVector) root.getVector("text")).setSafe(row, new Text(values.text()));
      }
      if (values.number() != null) {
        ((BigIntVector) root.getVector("number")).setSafe(row, values.number());
      }
      if (values.flag() != null) {
        ((BitVector) root.getVector("flag")).setSafe(row, values.flag() ? 1 : 0);
      }
      if (values.time() != null) {
        ((TimeStampMilliTZVector) root.getVector("time")).setSafe(row, values.time());
      }
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return ArrowColumns.schema(SCHEMA, SCHEMA.columnNames());
    }
  }
}

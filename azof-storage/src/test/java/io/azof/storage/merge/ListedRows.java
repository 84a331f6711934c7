package io.azof.storage.merge;

import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;

/** Rows from a list, with the columns {@code text} and {@code flag}, in batches of few rows. */
public final class ListedRows implements SourceRows {
  private static final Field KEY = Field.notNullable(TableSchema.KEY, ArrowType.Utf8.INSTANCE);
  private static final Field EVENT_TIME =
      Field.notNullable(TableSchema.EVENT_TIME, ArrowColumns.arrowType(ColumnType.DATE_TIME));
  private static final Field TEXT = Field.nullable("text", ArrowType.Utf8.INSTANCE);
  private static final Field FLAG = Field.nullable("flag", ArrowType.Bool.INSTANCE);
  private static final Field SEQUENCE =
      Field.notNullable(TableSchema.SEQUENCE, new ArrowType.Int(64, true));
  private static final Field DELETED =
      Field.notNullable(TableSchema.DELETED, ArrowType.Bool.INSTANCE);

  private final List<VersionRow> rows;
  private final int batchRows;
  private final VectorSchemaRoot root;
  private int next;

  /**
   * @param systemColumns whether there are the columns {@code _seq} and {@code _deleted}
   */
  public ListedRows(
      List<VersionRow> rows, int batchRows, boolean systemColumns, BufferAllocator allocator) {
    this.rows = rows;
    this.batchRows = batchRows;
    this.root = VectorSchemaRoot.create(schema(systemColumns), allocator);
  }

  /** The columns of these rows. */
  public static Schema schema(boolean systemColumns) {
    List<Field> fields = new ArrayList<>(List.of(KEY, EVENT_TIME, TEXT, FLAG));
    if (systemColumns) {
      fields.add(SEQUENCE);
      fields.add(DELETED);
    }
    return new Schema(fields);
  }

  /** A row with all columns, as a reader gives it. */
  public static VersionRow row(List<@Nullable Object> values) {
    return new VersionRow(
        (String) Objects.requireNonNull(values.get(0)),
        (Long) Objects.requireNonNull(values.get(1)),
        (Long) Objects.requireNonNull(values.get(4)),
        Boolean.TRUE.equals(values.get(5)),
        (String) values.get(2),
        Boolean.TRUE.equals(values.get(3)));
  }

  @Override
  public boolean next() {
    root.clear();
    int count = Math.min(batchRows, rows.size() - next);
    for (int i = 0; i < count; i++) {
      set(i, rows.get(next++));
    }
    root.setRowCount(count);
    return count > 0;
  }

  private void set(int at, VersionRow row) {
    ((VarCharVector) root.getVector(TableSchema.KEY)).setSafe(at, new Text(row.key()));
    ((TimeStampMilliTZVector) root.getVector(TableSchema.EVENT_TIME)).setSafe(at, row.millis());
    VarCharVector text = (VarCharVector) root.getVector("text");
    if (row.text() == null) {
      text.setNull(at);
    } else {
      text.setSafe(at, new Text(row.text()));
    }
    BitVector flag = (BitVector) root.getVector("flag");
    if (row.deleted()) {
      flag.setNull(at);
    } else {
      flag.setSafe(at, row.flag() ? 1 : 0);
    }
    if (root.getVector(TableSchema.SEQUENCE) instanceof BigIntVector sequence) {
      sequence.setSafe(at, row.sequence());
      ((BitVector) root.getVector(TableSchema.DELETED)).setSafe(at, row.deleted() ? 1 : 0);
    }
  }

  @Override
  public VectorSchemaRoot root() {
    return root;
  }

  @Override
  public void close() {
    root.close();
  }
}

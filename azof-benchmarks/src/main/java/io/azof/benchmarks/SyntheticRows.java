package io.azof.benchmarks;

import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows of a {@link SyntheticTable}, drawn as they are read. */
final class SyntheticRows extends ArrowReader {
  static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Column("c1", ColumnType.STRING, false),
              new Column("c2", ColumnType.INT, false),
              new Column("c3", ColumnType.DATE_TIME, false),
              new Column("c4", ColumnType.STRING, false)));

  private static final int BATCH_ROWS = 16_384;
  private static final int GROUPS = 100;

  private final long keys;
  private final long rows;
  private final int day;
  private final SplittableRandom random;
  private long made;

  private SyntheticRows(BufferAllocator allocator, long keys, long rows, int day, long seed) {
    super(allocator);
    this.keys = keys;
    this.rows = rows;
    this.day = day;
    this.random = new SplittableRandom(seed);
  }

  /** Every key once, ascending, at the start of the table. */
  static SyntheticRows ofBase(BufferAllocator allocator, long keys, long seed) {
    return new SyntheticRows(allocator, keys, keys, 0, seed);
  }

  /** Random keys at random times of a day. */
  static SyntheticRows ofDay(BufferAllocator allocator, long keys, long rows, int day, long seed) {
    return new SyntheticRows(allocator, keys, rows, day, seed);
  }

  @Override
  protected Schema readSchema() {
    return ArrowColumns.schema(SCHEMA, SCHEMA.columnNames());
  }

  @Override
  public boolean loadNextBatch() throws java.io.IOException {
    prepareLoadNextBatch();
    VectorSchemaRoot root = getVectorSchemaRoot();
    int count = (int) Math.min(BATCH_ROWS, rows - made);
    if (count == 0) {
      return false;
    }
    root.getFieldVectors().forEach(vector -> vector.setInitialCapacity(count));
    root.allocateNew();
    for (int row = 0; row < count; row++) {
      draw(root, row);
    }
    made += count;
    root.setRowCount(count);
    return true;
  }

  private void draw(VectorSchemaRoot root, int row) {
    boolean isBase = day == 0;
    long key = isBase ? made + row : random.nextLong(keys);
    long millis = SyntheticTable.START_MILLIS + day * SyntheticTable.DAY_MILLIS;
    if (!isBase) {
      millis += random.nextLong(SyntheticTable.DAY_MILLIS);
    }
    text(root, 0, row, "key-%010d", key);
    ((TimeStampMilliTZVector) root.getVector(1)).set(row, millis);
    text(root, 2, row, "v%08x", random.nextInt() & 0xFFFFFFFFL);
    ((BigIntVector) root.getVector(3)).set(row, random.nextLong(1_000_000));
    ((TimeStampMilliTZVector) root.getVector(4)).set(row, millis - random.nextLong(1L << 33));
    text(root, 5, row, "group-%03d", random.nextInt(GROUPS));
  }

  private static void text(VectorSchemaRoot root, int column, int row, String form, long value) {
    ((VarCharVector) root.getVector(column))
        .setSafe(row, String.format(Locale.ROOT, form, value).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}
}

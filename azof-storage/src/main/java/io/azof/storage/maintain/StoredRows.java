package io.azof.storage.maintain;

import io.azof.storage.filecache.LocalFiles;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import io.azof.storage.parquet.DataFileReader;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.RowFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one data file as input of a query, whatever of the format's columns it stores: the
 * key, the event time, the sequence, whether it is a delete, the row's place in the order of ties,
 * then value columns of the table. Times are integers, since the engine cannot say all that the
 * format can. The file is open from the first batch to the last.
 */
final class StoredRows extends ArrowReader {
  static final String KEY = "k";
  static final String EVENT_TIME = "t";
  static final String SEQUENCE = "s";
  static final String DELETED = "d";
  static final String PLACE = "p";

  private static final int BATCH_ROWS = 16_384;

  /** More than a file has rows. */
  private static final int PLACE_BITS = 40;

  private static final ArrowType INT = new ArrowType.Int(64, true);

  private final SoundFile file;
  private final FileSchema schema;
  private final List<Column> values;
  private final boolean hasSequences;
  private final boolean hasDeletes;
  private final long rank;
  private @Nullable LocalFiles local;
  private @Nullable DataFileReader rows;
  private boolean isRead;
  private long rowsRead;

  /**
   * @param schema how the file has the table's columns
   * @param rank the file's place in the order of ties
   * @param values the value columns that the query needs
   */
  StoredRows(
      SoundFile file, FileSchema schema, int rank, List<Column> values, BufferAllocator allocator) {
    super(allocator);
    this.file = file;
    this.schema = schema;
    this.rank = rank;
    this.values = values;
    boolean mayHave = file.listed().file().facts() != null;
    this.hasSequences = mayHave && file.hasColumn(TableSchema.SEQUENCE);
    this.hasDeletes = mayHave && file.hasColumn(TableSchema.DELETED);
  }

  /** The name of a value column in the query. */
  static String name(Column column) {
    return "c" + column.id();
  }

  @Override
  protected Schema readSchema() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.nullable(KEY, ArrowType.Utf8.INSTANCE));
    fields.add(Field.nullable(EVENT_TIME, INT));
    fields.add(Field.nullable(SEQUENCE, INT));
    fields.add(Field.nullable(DELETED, ArrowType.Bool.INSTANCE));
    fields.add(Field.nullable(PLACE, INT));
    for (Column column : values) {
      ArrowType type =
          column.type().equals(ColumnType.DATE_TIME) ? INT : ArrowColumns.arrowType(column.type());
      fields.add(Field.nullable(name(column), type));
    }
    return new Schema(fields);
  }

  private DataFileReader openRows() {
    List<String> columns = new ArrayList<>(List.of(TableSchema.KEY, TableSchema.EVENT_TIME));
    values.forEach(column -> columns.add(column.name()));
    if (hasSequences) {
      columns.add(TableSchema.SEQUENCE);
    }
    if (hasDeletes) {
      columns.add(TableSchema.DELETED);
    }
    local = file.openLocal();
    return DataFileReader.open(
        List.of(file.parquet(local)), schema, columns, RowFilter.NONE, BATCH_ROWS, allocator);
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (isRead) {
      return false;
    }
    if (rows == null) {
      rows = openRows();
    }
    if (!rows.next()) {
      isRead = true;
      closeReadSource(); // not with the whole query, which may read more than fits on this machine
      return false;
    }
    VectorSchemaRoot target = getVectorSchemaRoot();
    VectorSchemaRoot source = rows.root();
    int count = source.getRowCount();
    copy(source, TableSchema.KEY, target, KEY);
    copy(source, TableSchema.EVENT_TIME, target, EVENT_TIME);
    for (Column column : values) {
      copy(source, column.name(), target, name(column));
    }
    if (hasSequences) {
      copy(source, TableSchema.SEQUENCE, target, SEQUENCE);
    } else {
      long sequence = file.listed().file().minSequence();
      fill(target, SEQUENCE, count, row -> sequence);
    }
    if (hasDeletes) {
      copy(source, TableSchema.DELETED, target, DELETED);
    } else {
      BitVector deleted = (BitVector) target.getVector(DELETED);
      deleted.allocateNew(count);
      for (int row = 0; row < count; row++) {
        deleted.set(row, 0);
      }
      deleted.setValueCount(count);
    }
    long place = (rank << PLACE_BITS) + rowsRead;
    fill(target, PLACE, count, row -> place + row);
    target.setRowCount(count);
    rowsRead += count;
    return true;
  }

  /** Shares the buffers, which mean the same in both types. */
  private static void copy(
      VectorSchemaRoot source, String from, VectorSchemaRoot target, String to) {
    FieldVector vector = source.getVector(from);
    target
        .getVector(to)
        .loadFieldBuffers(
            new ArrowFieldNode(vector.getValueCount(), vector.getNullCount()),
            vector.getFieldBuffers());
  }

  private static void fill(
      VectorSchemaRoot target, String name, int count, IntToLongFunction value) {
    BigIntVector vector = (BigIntVector) target.getVector(name);
    vector.allocateNew(count);
    for (int row = 0; row < count; row++) {
      vector.set(row, value.applyAsLong(row));
    }
    vector.setValueCount(count);
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    if (rows != null) {
      rows.close();
      rows = null;
    }
    if (local != null) {
      local.close();
      local = null;
    }
  }
}

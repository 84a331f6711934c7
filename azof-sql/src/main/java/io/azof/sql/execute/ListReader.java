package io.azof.sql.execute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of texts, integers and times, as batches. */
public final class ListReader extends ArrowReader {
  private static final int ROWS_MAX = 1_024;

  private final Schema schema;
  private final Stream<List<@Nullable Object>> rows;
  private final Iterator<List<@Nullable Object>> left;

  /**
   * Takes the rows over.
   *
   * @param schema of Utf8, Int(64) and Timestamp(MILLISECOND)
   * @param rows a value per field: String, Long, Instant or null
   */
  public ListReader(Schema schema, Stream<List<@Nullable Object>> rows, BufferAllocator allocator) {
    super(allocator);
    this.schema = schema;
    this.rows = rows;
    this.left = rows.iterator();
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!left.hasNext()) {
      return false;
    }
    VectorSchemaRoot batch = getVectorSchemaRoot();
    batch.allocateNew();
    int row = 0;
    for (; row < ROWS_MAX && left.hasNext(); row++) {
      List<@Nullable Object> values = left.next();
      for (int i = 0; i < values.size(); i++) {
        set(batch.getVector(i), row, values.get(i));
      }
    }
    batch.setRowCount(row);
    return true;
  }

  private static void set(FieldVector vector, int row, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (vector instanceof VarCharVector texts) {
      texts.setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof BigIntVector integers) {
      integers.setSafe(row, (Long) value);
    } else {
      ((TimeStampVector) vector).setSafe(row, ((Instant) value).toEpochMilli());
    }
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    rows.close();
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }
}

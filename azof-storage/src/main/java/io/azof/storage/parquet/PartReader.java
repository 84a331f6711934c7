package io.azof.storage.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of one part of {@link SortedRows}, as they are stored, with one more column that says
 * which of them are kept. A batch in which one part ends and the next begins is given to both.
 */
final class PartReader extends ArrowReader {
  /** No column of a table has a blank name. */
  static final String KEPT = OrdinalReader.ORDINAL;

  private final SortedRows source;

  PartReader(SortedRows source, BufferAllocator allocator) {
    super(allocator);
    this.source = source;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    while (source.isWithinPart()) {
      VectorSchemaRoot batch = source.batch();
      long bytes = (batch.getRowCount() + 7L) / 8;
      try (ArrowBuf kept = allocator.buffer(bytes)) {
        kept.setZero(0, bytes);
        kept.writerIndex(bytes);
        if (source.takeRows(kept) > 0) {
          loadRecordBatch(OrdinalReader.withColumn(batch, kept));
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() throws IOException {
    List<Field> fields = new ArrayList<>(source.batch().getSchema().getFields());
    fields.add(Field.nullable(KEPT, ArrowType.Bool.INSTANCE));
    return new Schema(fields);
  }
}
